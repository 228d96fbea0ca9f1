class CapsController < ApplicationController
  before_action :require_clerk, only: %i[show update]

  # ok: missing-authorisation
  def show
    render json: @cap
  end

  # ok: missing-authorisation
  def update
    @cap.update!(cents: 1)
  end

  # ruleid: missing-authorisation
  def destroy
    @cap.destroy!
  end
end

class WholeController < ApplicationController
  before_action :require_clerk

  # ok: missing-authorisation
  def destroy
    @cap.destroy!
  end
end

class MandatesController < ApplicationController
  # ok: missing-authorisation
  def update
    mandate = Mandate.find(params[:id])
    authorize mandate
    mandate.update!(name: "a")
  end

  # ruleid: missing-authorisation
  def revoke
    mandate = Mandate.find(params[:id])
    mandate.update!(revoked: true)
  end

  # ok: missing-authorisation
  def own
    mandate = current_user.mandates.find(params[:id])
    mandate.update!(revoked: true)
  end
end
