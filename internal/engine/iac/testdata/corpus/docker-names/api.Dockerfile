ARG v=1
FROM debian:latest
RUN true
