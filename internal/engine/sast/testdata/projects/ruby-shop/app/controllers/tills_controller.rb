class TillsController < ApplicationController
  def index
    @tills = Till.named(params[:name])
    @near = Till.at(params[:shop])
  end
end
