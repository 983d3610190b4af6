package cli

import (
	"context"
	"iter"
)

// ahead is how many tasks for each worker may be done before their turn has come.
const ahead = 3

// A task is a few documents when there are many: to hand one over takes as long as to read
// a small one. The first of a run come one by one, so that a few large ones are shared out.
const (
	alone = 64 // documents that come one by one
	some  = 8  // documents of a later task
)

// task is inputs on their way through the workers.
type task[R any] struct {
	inputs  []input
	results chan []R
}

func (t *task[R]) release() {
	for _, in := range t.inputs {
		if in.release != nil {
			in.release()
		}
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
				results := make([]R, len(t.inputs))
				for i := range t.inputs {
					if ctx.Err() != nil {
						break // nobody asks for the rest
					}
					t.inputs[i].look()
					results[i] = work(t.inputs[i])
				}
				t.results <- results
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
			case results := <-t.results:
				for i, in := range t.inputs {
					if ctx.Err() != nil {
						break
					}
					done(in, results[i])
				}
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
	pass := func(t *task[R]) bool {
		select {
		case order <- t:
		case <-ctx.Done():
			t.release()
			return false
		}
		select {
		case next <- t:
			return true
		case <-ctx.Done():
			return false
		}
	}
	n := 0
	t := &task[R]{results: make(chan []R, 1)}
	for in := range all {
		n++
		if t.inputs = append(t.inputs, in); n > alone && len(t.inputs) < some {
			continue
		}
		if !pass(t) {
			return
		}
		t = &task[R]{results: make(chan []R, 1)}
	}
	if len(t.inputs) > 0 {
		pass(t)
	}
}

// giveUp ends what waiting inputs hold, those too that are still being handed over. Nobody
// waits for that: a source may wait for input that never comes.
func giveUp[R any](ctx context.Context, order <-chan *task[R]) error {
	go func() {
		for t := range order {
			t.release()
		}
	}()
	return ctx.Err()
}
