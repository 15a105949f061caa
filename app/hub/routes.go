package hub

import "yunban/model"

// who is what a caller must have shown before a handler hears of it.
type who int

// From the stranger to the signed-in person.
const (
	anyone   who = iota // may come with nothing: rationed by address
	device              // an enrolled device, by its certificate
	person              // a person signed in at the device, by a token
	watch               // this machine or an enrolled device
	reader              // a city's own portal, by a token that may read
	filer               // and by one that may file
	operator            // who runs the hub: by a certificate that only its folder can make
)

// route is one thing that can be asked of a hub. What it says about itself is also its description.
type route struct {
	pattern string
	about   string
	who     who
	costly  bool // passwords and codes are tried slowly
	asks    any  // the message's type; nil when there is none
	answers any  // the answer's type; nil when it is none of JSON
	handle  func(*Server, *exchange) error
}

// stream is a body that is no message: as an asks, how many bytes of it are taken.
type stream int64

// portalForms is a body that is a filled form, alone or with its files: how many bytes of it are taken.
type portalForms int64

// routes is everything that can be asked.
var routes = []route{
	{"GET /v1/hello", "The hub's name, clock and versions of the exchange", anyone, false, nil, model.Hello{}, hello},
	{"POST /v1/enrol", "Makes a desk a device, by a code to be used once", anyone, true, enrolRequest{}, enrolAnswer{}, enrol},
	{"POST /v1/session", "Signs a person in at the device", device, true, sessionRequest{}, model.Session{}, signIn},
	{"POST /v1/acts", "Pushes up to 50 acts of the signed-in person, in the device's order", person, false, actsRequest{}, actsAnswer{}, push},
	{"POST /v1/accounts", "Makes an account, or sets a password: by the rights of the signed-in person", person, true, model.Account{}, nil, account},
	{"POST /v1/parcels", "Sends a draft to a colleague of the signed-in person's unit", person, false, model.Parcel{}, nil, sendParcel},
	{"GET /v1/parcels", "The drafts that colleagues sent to the signed-in person", person, false, nil, parcelsAnswer{}, listParcels},
	{"POST /v1/parcels/drop", "Takes one of them away", person, false, parcelRequest{}, nil, dropParcel},
	{"POST /v1/import", "Takes the whole history of one subject from a desk that was its own hub, where its code allows that", device, false, model.Import{}, model.Imported{}, takeImport},
	{"GET /v1/feed", "The log behind the cursor ?after, at most ?limit items, as far as it is the device's", device, false, nil, model.FeedPage{}, feed},
	{"GET /v1/snapshot", "The ready copy of everything, for a desk that may hold it and has nothing yet; not_found when there is none", device, false, nil, model.Snapshot{}, aboutSnapshot},
	{"GET /v1/snapshot/{hash}", "That copy, packed by zstd, also in part by Range", device, false, nil, nil, getSnapshot},
	{"POST /v1/events", "Up to 500 events by their places in the log, for a desk that may hold everything: what the copy leaves out", device, false, eventsRequest{}, eventsAnswer{}, eventsAt},
	{"GET /v1/hints", "Server-sent events: the number of the log's last event, whenever it grows", device, false, nil, nil, watchHints},
	{"HEAD /v1/files/{hash}", "Whether a file is here; if not, Upload-Offset says how much of it is", device, false, nil, nil, headFile},
	{"PUT /v1/files/{hash}", "A piece of a file of ?size bytes, from ?offset on; the last one has the whole checked and kept", device, false, nil, uploadAnswer{}, putFile},
	{"GET /v1/files/{hash}", "A file's content, also in part by Range", device, false, nil, nil, getFile},
	{"GET /v1/openapi.json", "This description", anyone, false, nil, nil, openAPI},
	{"GET /healthz", "Whether the hub works", anyone, false, nil, nil, health},
	{"POST /v1/portal/requests", "Files a request, once under an Idempotency-Key: the form as JSON, or as the part \"form\" beside its files", filer, false, portalForms(mostPortal), model.PortalRequest{}, portalFile},
	{"POST /v1/portal/requests/{id}/rounds", "Files the next round of a request that was sent back, once under an Idempotency-Key: what the form leaves out stays as it was; rows are given all together, files by their role", filer, false, portalForms(mostPortal), model.PortalRequest{}, portalRound},
	{"POST /v1/portal/requests/{id}/withdraw", "Takes a request back, once under an Idempotency-Key", filer, false, portalWithdrawal{}, model.PortalRequest{}, portalWithdraw},
	{"GET /v1/portal/requests", "The unit's requests", reader, false, nil, model.PortalPage{}, portalList},
	{"GET /v1/portal/requests/{id}", "A whole request", reader, false, nil, model.PortalRequest{}, portalShow},
	{"GET /v1/portal/requests/{id}/papers/{document}", "An issued paper, as PDF or OFD", reader, false, nil, stream(0), portalPaper},
	{"GET /v1/operator/stats", "What the hub holds and does", operator, false, nil, Stats{}, operatorStats},
	{"GET /v1/operator/devices", "The enrolled devices", operator, false, nil, devicesAnswer{}, operatorDevices},
	{"POST /v1/operator/revoke", "Locks a device out for good", operator, false, deviceRequest{}, nil, operatorRevoke},
	{"POST /v1/operator/enrol", "Issues a code for a device", operator, false, Leave{}, codeAnswer{}, operatorEnrol},
	{"POST /v1/operator/check", "Replays the log and checks everything that is kept", operator, false, nil, checkAnswer{}, operatorCheck},
	{"GET /v1/operator/tokens", "The portals' tokens", operator, false, nil, portalsAnswer{}, operatorPortals},
	{"POST /v1/operator/tokens", "Makes a token for a portal", operator, false, PortalToken{}, tokenAnswer{}, operatorAddPortal},
	{"POST /v1/operator/tokens/revoke", "Ends a portal's token", operator, false, portalRevoke{}, nil, operatorRevokePortal},
	{"POST /v1/operator/carry", "Takes a desk's parcel in and answers with one for the desk; Carry-Report tells what it did", operator, false, stream(mostCarried), stream(0), operatorCarry},
	{"GET /metrics", "Figures for Prometheus", watch, false, nil, nil, figures},
}
