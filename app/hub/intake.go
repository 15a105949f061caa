package hub

import (
	"context"
	"sync"
)

// Pushes are judged one behind the other anyway. Reading all that come at once would only take memory: a push of fifty
// acts is a megabyte, and many times that once it is read.
const (
	intakePiece  = 16 << 10 // bytes that one place in the intake is for
	intakePieces = 100      // 1.6 MB
)

// intake lets so many bytes of pushes in at once.
type intake struct {
	door   *sync.Mutex // one at a time takes places, so that two who need many do not wait for each other
	places chan struct{}
}

func newIntake() intake { return intake{&sync.Mutex{}, make(chan struct{}, intakePieces)} }

// enter waits until there is room for a message of so many bytes; less than 0 is a size that nobody told. leave makes
// room for others.
func (i intake) enter(ctx context.Context, size int64) (leave func(), err error) {
	if size < 0 || size > maxBody {
		size = maxBody
	}
	need, has := min(int(size/intakePiece)+1, intakePieces), 0
	leave = func() {
		for range has {
			<-i.places
		}
	}
	i.door.Lock()
	defer i.door.Unlock()
	for has < need {
		select {
		case i.places <- struct{}{}:
			has++
		case <-ctx.Done():
			leave()
			return nil, ctx.Err()
		}
	}
	return leave, nil
}
