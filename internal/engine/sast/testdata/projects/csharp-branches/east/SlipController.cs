using Microsoft.AspNetCore.Mvc;

namespace Shop.east;

public class SlipController : Controller
{
    private readonly ISlips _slips;
    public SlipController(ISlips slips) { _slips = slips; }

    public IActionResult Show() => Json(_slips.Find("17"));
}
