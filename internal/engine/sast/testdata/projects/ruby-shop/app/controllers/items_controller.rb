class ItemsController < ApplicationController
  def index
    ItemSearch.run(search_params[:name])
    ItemSearch.fixed("constant")
    ItemQuery.new(params[:name]).rows
  end

  private

  def search_params
    params.permit(:name)
  end
end
