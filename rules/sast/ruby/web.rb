class A < ApplicationController
  # ruleid: csrf-disabled
  skip_before_action :verify_authenticity_token
  # ruleid: missing-authorisation
  skip_before_action :authenticate_user!
  # ok: missing-authorisation
  skip_before_action :authenticate_user!, only: [:index]

  def a
    # ruleid: mass-assignment
    User.new(params.require(:user).permit!)
    # ok: mass-assignment
    User.new(params.require(:user).permit(:name))
    # ruleid: insecure-cookie
    # ruleid: cookie-not-httponly
    cookies[:a] = { value: 1 }
    # ok: insecure-cookie
    # ok: cookie-not-httponly
    cookies[:a] = { value: 1, secure: true, httponly: true }
    # ruleid: jwt-not-verified
    JWT.decode(token, nil, false)
    # ok: jwt-not-verified
    JWT.decode(token, key, true, algorithm: "RS256")
    # ruleid: jwt-weak-key
    JWT.encode(payload, "secret", "HS256")
    # ruleid: cors-any-origin
    headers["Access-Control-Allow-Origin"] = "*"
    # ruleid: clear-text-transport
    HTTParty.get("http://api.bank.com/x")
  end
end

class Crumbs < ApplicationController
  # ruleid: csrf-disabled
  protect_from_forgery with: :exception, except: %i[update]

  def set
    # ruleid: insecure-cookie
    cookies.signed[:a] = { value: "a", httponly: true, secure: false }
    # ok: insecure-cookie
    cookies.encrypted[:a] = { value: "a", httponly: true, secure: true }
  end
end

class Shown < ApplicationController
  # ok: csrf-disabled
  protect_from_forgery with: :exception, except: %i[show]
end

allow do
  # ruleid: cors-any-origin
  origins(/shop\.example/)
  # ok: cors-any-origin
  origins(%r{\Ahttps://[a-z]+\.shop\.example\z})
end

Rails.application.configure do
  # ruleid: debug-enabled
  config.consider_all_requests_local = true
  # ok: debug-enabled
  config.consider_all_requests_local = false
end

class ParcelsController
  def parcel_params
    # ruleid: mass-assignment
    params.require(:parcel).permit(*Parcel.column_names.without('id'))
    # ok: mass-assignment
    params.require(:parcel).permit(*Parcel::EDITABLE)
  end
end

class CratesController
  def crate_params
    # ok: mass-assignment
    params.require(:crate).permit(*Crate.column_names.intersection(%w[colour]))
  end
end
