package controllers

import models.{Filter, ItemStore}
import play.api.mvc._

class Items(cc: ControllerComponents, store: ItemStore) extends AbstractController(cc) {
  def byName(name: String) = Action {
    Ok(store.byName(name))
  }

  def byFilter = Action { request =>
    val value = request.getQueryString("v").getOrElse("")
    Ok(store.byFilter(Filter("id", value)))
  }

  def fixed = Action {
    Ok(store.fixed("constant"))
  }
}
