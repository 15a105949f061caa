package hub

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"yunban/model"
)

// offlineName is the file in the hub's folder that says for how many days desks may work without it, when that is not
// the usual. It is read whenever a desk asks, so that a change holds at once.
const offlineName = "offline-days"

// MostOfflineDays bounds for how many days a desk may work without its hub.
const MostOfflineDays = 365

// OfflineDays is for how many days desks may work without the hub of a folder; 0 is the usual.
func OfflineDays(dir string) int {
	text, err := os.ReadFile(filepath.Join(dir, offlineName))
	if err != nil {
		return 0
	}
	days, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || days < 1 || days > MostOfflineDays {
		return 0
	}
	return days
}

// SetOfflineDays keeps for how many days desks may work without the hub of a folder. They learn it with their next
// exchange.
func SetOfflineDays(dir string, days int) error {
	if days < 1 || days > MostOfflineDays {
		return model.Errorf(model.Invalid, "error.offline_days", "most", strconv.Itoa(MostOfflineDays))
	}
	return writeWhole(filepath.Join(dir, offlineName), []byte(strconv.Itoa(days)+"\n"))
}
