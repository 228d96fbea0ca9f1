package waste

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// week is how long something must have been there before it can be idle, in hours.
const week = 24 * 7

// idle finds addresses that nothing uses, and gateways and balancers without traffic.
func (w *work) idle() {
	for _, t := range w.things {
		if a := t.sum(w.To, idleAddress); a.cost.IsPositive() {
			f := w.finding(Unattached, t, a)
			f.Evidence = fmt.Sprintf("address in no use for %s of %s", quantityText(a.quantity, "hours"), w.To)
			f.remove("release the address: aws ec2 release-address")
			f.all()
			w.put(f)
		}
		w.quiet(t, natHours, natData, "NAT gateway", "GB", "delete the gateway: aws ec2 delete-nat-gateway")
		w.quiet(t, balancerHours, balancerUse, "load balancer", "units of use", "delete the load balancer: aws elbv2 delete-load-balancer")
	}
}

// quiet finds what is paid by the hour and moves less than one unit in the month.
func (w *work) quiet(t *thing, hours, use meter, what, unit, byHand string) {
	if t.billed.Key == "" {
		return
	}
	a, moved := t.sum(w.To, hours), t.sum(w.To, use)
	if !a.cost.IsPositive() || a.quantity == nil || a.quantity.LessThan(money.NumberOf(week)) {
		return
	}
	if moved.lines > 0 && (moved.quantity == nil || !moved.quantity.LessThan(money.NumberOf(1))) {
		return
	}
	f := w.finding(Idle, t, amount{cost: a.cost.Add(moved.cost), lines: a.lines + moved.lines})
	f.Evidence = fmt.Sprintf("%s with %s %s in %s of %s", what, zero(moved.quantity).Round(3), unit, quantityText(a.quantity, "hours"), w.To)
	f.remove(byHand)
	f.all()
	w.put(f)
}

// volumes finds volumes that no machine runs with: those whose machine, known by
// the state or by a Name that only the two share, has no hours in the last month,
// and those of code that attaches them to nothing.
func (w *work) volumes() {
	machines := map[[2]string][]*thing{} // by account and Name
	byKey := map[[2]string]*thing{}
	names := map[[2]string]int{}
	for _, t := range w.things {
		account, name := t.billed.Account, t.billed.Name()
		switch {
		case strings.HasPrefix(t.billed.Key, "i-"):
			byKey[[2]string{account, t.billed.Key}] = t
			machines[[2]string{account, name}] = append(machines[[2]string{account, name}], t)
		case strings.HasPrefix(t.billed.Key, "vol-"):
			names[[2]string{account, name}]++
		}
	}
	for _, t := range w.things {
		a := t.sum(w.To, volume)
		if !a.cost.IsPositive() || !strings.HasPrefix(t.billed.Key, "vol-") {
			continue
		}
		name := [2]string{t.billed.Account, t.billed.Name()}
		var of *thing
		if i := w.State.Attached(t.billed.Key); i != "" {
			of = byKey[[2]string{t.billed.Account, i}]
		} else if list := machines[name]; name[1] != "" && len(list) == 1 {
			of = list[0]
		}
		switch {
		case of != nil && !runs(of, w.To) && ran(of):
			f := w.finding(Unattached, t, a)
			f.Evidence = fmt.Sprintf("volume of %s, which has no hours in %s", of.billed.Key, w.To)
			f.remove("take a snapshot and delete the volume: aws ec2 delete-volume")
			f.all()
			w.put(f)
		case of == nil && w.loose(t):
			f := w.finding(Unattached, t, a)
			f.Evidence = "volume that its code and state attach to nothing"
			f.remove("take a snapshot and delete the volume: aws ec2 delete-volume")
			f.all()
			w.put(f)
		}
	}
}

// runs says whether a machine has hours in a month, ran whether it has any.
func runs(t *thing, m assay.Month) bool { return len(t.of(m, machine)) > 0 }

func ran(t *thing) bool {
	for m := range t.months {
		if runs(t, m) {
			return true
		}
	}
	return false
}

// loose says that code makes a volume and attaches it to nothing.
func (w *work) loose(t *thing) bool {
	r := t.match.Resource
	if r == nil || r.Type != "aws_ebs_volume" || w.State.Attached(t.billed.Key) != "" {
		return false
	}
	for i := range w.Resources {
		o := &w.Resources[i]
		if o.Root != r.Root || o.Type != "aws_volume_attachment" {
			continue
		}
		if refers(o, r) || len(o.References) == 0 { // an attachment by id may be of it
			return false
		}
	}
	return true
}

// refers says whether a resource is made from another.
func refers(from, to *assay.Resource) bool {
	for _, ref := range from.References {
		if ref.To == to.Address || ref.To == blockOf(to.Address) {
			return true
		}
	}
	return false
}

func blockOf(address string) string {
	if i := strings.LastIndexByte(address, '['); i > 0 && strings.HasSuffix(address, "]") {
		return address[:i]
	}
	return address
}
