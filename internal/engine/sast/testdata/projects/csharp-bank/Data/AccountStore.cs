using System.Data.SqlClient;

namespace Bank.Data
{
    public interface IAccountStore
    {
        void ByName(string name);
        void ByNumber(string number);
        void Filtered(AccountFilter filter);
        void Sorted(AccountFilter filter);
    }

    public class AccountFilter
    {
        public string Name { get; set; }
        public string Order { get; set; }
    }

    public class AccountStore : IAccountStore
    {
        private readonly SqlConnection _connection;

        public void ByName(string name)
        {
            // ruleid: sql-injection
            var command = new SqlCommand("SELECT * FROM accounts WHERE name = '" + name + "'", _connection);
        }

        public void ByNumber(string number)
        {
            // ok: sql-injection
            var command = new SqlCommand("SELECT * FROM accounts WHERE number = @number", _connection);
            // ok: sql-injection
            command.Parameters.AddWithValue("@number", number);
        }

        public void Filtered(AccountFilter filter)
        {
            // ruleid: sql-injection
            var command = new SqlCommand($"SELECT * FROM accounts WHERE name = '{filter.Name}'", _connection);
        }

        public void Sorted(AccountFilter filter)
        {
            // ok: sql-injection
            var command = new SqlCommand("SELECT * FROM accounts ORDER BY " + filter.Order, _connection);
        }
    }
}
