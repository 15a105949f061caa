package hub

import (
	"net"
	"testing"
)

func TestAddressHere(t *testing.T) {
	for _, listen := range []string{"[::]:0", "0.0.0.0:0", "127.0.0.1:0"} {
		t.Run("what listens on "+listen+" is reached by number: a machine may not know the name localhost", func(t *testing.T) {
			listener, err := net.Listen("tcp", listen)
			if err != nil {
				t.Fatal(err)
			}
			got, err := addressHere(listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			if host, _, _ := net.SplitHostPort(got); host != "127.0.0.1" {
				t.Errorf("got %s", got)
			}
			conn, err := net.Dial("tcp", got)
			if err != nil {
				t.Fatal(err)
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
			if err := listener.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("an address of its own stays", func(t *testing.T) {
		if got, err := addressHere("192.0.2.1:8443"); err != nil || got != "192.0.2.1:8443" {
			t.Errorf("got %s %v", got, err)
		}
	})
}
