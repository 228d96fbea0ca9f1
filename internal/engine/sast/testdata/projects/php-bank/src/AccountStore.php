<?php

class Filter
{
    private $name;
    private $order = 'created';

    public function __construct($name)
    {
        $this->name = $name;
    }

    public function getName()
    {
        return $this->name;
    }

    public function getOrder()
    {
        return $this->order;
    }
}

class AccountStore
{
    private $pdo;

    public function __construct($pdo)
    {
        $this->pdo = $pdo;
    }

    public function byName($name)
    {
        // ruleid: sql-injection
        return $this->pdo->query("SELECT * FROM accounts WHERE name = '$name'");
    }

    public function byId($id)
    {
        $statement = $this->pdo->prepare('SELECT * FROM accounts WHERE id = ?');
        // ok: sql-injection
        $statement->execute([$id]);
        // ok: sql-injection
        return $this->pdo->query('SELECT * FROM accounts WHERE id = ' . (int) $id);
    }

    public function filtered(Filter $filter)
    {
        // ruleid: sql-injection
        $this->pdo->query("SELECT * FROM accounts WHERE name = '" . $filter->getName() . "'");
        // ok: sql-injection
        $this->pdo->query('SELECT * FROM accounts ORDER BY ' . $filter->getOrder());
    }
}
