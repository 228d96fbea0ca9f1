class Base < ApplicationController
  rescue_from StandardError do |error|
    Rails.logger.error(error.message)
    # ruleid: error-details-exposed
    render json: { reason: error.message, where: error.backtrace.first(3) }, status: :internal_server_error
  end

  rescue_from ActiveRecord::RecordInvalid do |error|
    # ok: error-details-exposed
    render json: { reason: error.message }, status: :unprocessable_entity
  end

  def show
    work
  rescue => e
    logger.error(e.message)
    # ok: error-details-exposed
    render json: { reason: "internal" }, status: :internal_server_error
  end
end
