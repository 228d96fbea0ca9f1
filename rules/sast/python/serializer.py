from rest_framework import serializers

from .models import User


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        # ruleid: mass-assignment
        fields = "__all__"


class ShownSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        # ok: mass-assignment
        fields = "__all__"
        read_only_fields = ["rights"]
