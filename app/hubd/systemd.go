package main

import (
	"errors"
	"net"
	"os"

	"yunban/model"
)

// notifySocket names the socket on which systemd hears from a service of Type=notify, sd_notify(3).
const notifySocket = "NOTIFY_SOCKET"

// tellSystemd tells the systemd that started the hub, if one did, that it serves.
func tellSystemd(status string) error {
	socket := os.Getenv(notifySocket)
	if socket == "" {
		return nil
	}
	conn, err := net.Dial("unixgram", socket)
	if err == nil {
		_, err = conn.Write([]byte("READY=1\nSTATUS=" + status))
		err = errors.Join(err, conn.Close())
	}
	if err != nil {
		return model.Wrap(model.Other, err, "error.unexpected") // it would wait for ever
	}
	return nil
}
