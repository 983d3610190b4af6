package cli

import (
	"context"
	"iter"
)

// ahead is how many documents for each worker may be done before their turn has come.
const ahead = 8

// task is an input on its way through the workers.
type task[R any] struct {
	in     input
	result chan R
}

func (t *task[R]) release() {
	if t.in.release != nil {
		t.in.release()
	}
}

// each works on all inputs with a few workers and hands on the results in order.
// Memory is bounded by the number of workers.
func each[R any](ctx context.Context, all iter.Seq[input], workers int, work func(input) R, done func(input, R)) error {
	workers = max(1, workers)
	order := make(chan *task[R], ahead*workers)
	next := make(chan *task[R], workers)
	for range workers {
		go func() {
			for t := range next {
				t.in.look()
				t.result <- work(t.in)
			}
		}()
	}
	go hand(ctx, all, order, next)
	for {
		select {
		case t, more := <-order:
			if !more {
				return ctx.Err()
			}
			select {
			case r := <-t.result:
				done(t.in, r)
				t.release()
			case <-ctx.Done(): // some may wait for input that never comes
				t.release()
				return giveUp(ctx, order)
			}
		case <-ctx.Done():
			return giveUp(ctx, order)
		}
	}
}

// hand gives inputs to those who are to conclude them in order, and to the workers.
func hand[R any](ctx context.Context, all iter.Seq[input], order, next chan<- *task[R]) {
	defer close(order)
	defer close(next)
	for in := range all {
		t := &task[R]{in, make(chan R, 1)}
		select {
		case order <- t:
		case <-ctx.Done():
			t.release()
			return
		}
		select {
		case next <- t:
		case <-ctx.Done():
			return
		}
	}
}

// giveUp ends what waiting inputs hold.
func giveUp[R any](ctx context.Context, order <-chan *task[R]) error {
	for {
		select {
		case t, more := <-order:
			if !more {
				return ctx.Err()
			}
			t.release()
		default:
			return ctx.Err()
		}
	}
}
