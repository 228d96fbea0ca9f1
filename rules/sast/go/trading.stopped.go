//go:build ignore

package trading

type Symbol string

// ok: kill-switch-missing
func (r *Router) send(ctx context.Context, o FullOrder) error {
	if r.killSwitch.Engaged() {
		return errStopped
	}
	return r.exchange.SubmitOrder(ctx, o)
}
