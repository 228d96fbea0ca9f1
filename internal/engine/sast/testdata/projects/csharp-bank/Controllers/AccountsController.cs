using Bank.Data;
using Bank.Helpers;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Controllers
{
    [ApiController]
    public class AccountsController : ControllerBase
    {
        private readonly IAccountStore _store;
        private readonly ReportWriter _reports = new ReportWriter();

        public AccountsController(IAccountStore store)
        {
            _store = store;
        }

        [HttpGet("{name}")]
        public IActionResult Find(string name, string page)
        {
            _store.ByName(name);
            _store.ByNumber(name);
            var filter = new AccountFilter { Name = name, Order = "created" };
            _store.Filtered(filter);
            _store.Sorted(filter);
            _reports.Show(page);
            _reports.ShowPlain(Text.OnlyName(page));
            // ruleid: open-redirect
            return Redirect(Text.Same(name));
        }

        [HttpGet("home")]
        public IActionResult Home(string name)
        {
            // ok: open-redirect
            return Redirect(Text.Fixed(name));
        }
    }
}
