using Microsoft.AspNetCore.Mvc;

namespace Shop.west;

public class SlipController : Controller
{
    private readonly ISlips _slips;
    public SlipController(ISlips slips) { _slips = slips; }

    public IActionResult Show(string number) => Json(_slips.Find(number));
}
