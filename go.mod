module yunban

go 1.26.0

require (
	filippo.io/age v1.3.2 // parcels that only hub or desk can open (BSD-3-Clause)
	fyne.io/fyne/v2 v2.7.1 // the window (BSD-3-Clause)
	github.com/emmansun/gmsm v0.30.1 // SM2 and SM3 signatures (MIT); the newest version resolves to an old one
	github.com/go-gl/glfw/v3.3/glfw v0.0.0-20240506104042-037f3cc74f2a // where the caret is, for input methods (BSD-3-Clause)
	github.com/go-json-experiment/json v1.27.2 // reads events and messages twice as fast as encoding/json, whose next version it is (BSD-3-Clause)
	github.com/go-text/typesetting v0.2.1 // where lines may break, by Unicode (Unlicense or BSD-3-Clause)
	github.com/gofrs/flock v0.13.1 // one process owns a folder (BSD-3-Clause)
	github.com/google/uuid v1.6.0 // ids that sort by time (BSD-3-Clause)
	github.com/jung-kurt/gofpdf v1.16.2 // PDF files (MIT)
	github.com/klauspost/compress v1.20.1 // packs the copy for new desks by zstd (Apache-2.0, BSD-3-Clause, MIT)
	github.com/makiuchi-d/gozxing v0.1.1 // reads QR codes on scans (Apache-2.0, MIT)
	github.com/mattn/go-sqlite3 v1.14.53 // SQLite itself (MIT)
	github.com/pdfcpu/pdfcpu v0.15.0 // takes PDF files apart, to bind and to scan (Apache-2.0)
	github.com/pressly/goose/v3 v3.29.0 // migrations (MIT)
	github.com/skip2/go-qrcode v0.0.0-20200617195104-da1b6568686e // QR codes on papers (MIT)
	github.com/spf13/cobra v1.10.2 // commands (Apache-2.0)
	github.com/xuri/excelize/v2 v2.11.0 // forms as workbooks (BSD-3-Clause)
	gocloud.dev v0.47.0 // attachments in a bucket (Apache-2.0)
	golang.org/x/crypto v0.58.0 // argon2id passwords (BSD-3-Clause)
	golang.org/x/image v0.47.0 // TIFF and CCITT scans (BSD-3-Clause)
	golang.org/x/sys v0.49.0 // which file system, printing on Windows (BSD-3-Clause)
	golang.org/x/term v0.47.0 // a password at a prompt (BSD-3-Clause)
	golang.org/x/text v0.43.0 // one form of each character (BSD-3-Clause)
	golang.org/x/time v0.15.0 // limits on how often a desk may ask (BSD-3-Clause)
	gorm.io/driver/sqlite v1.6.0 // GORM on SQLite (MIT)
	gorm.io/gorm v1.31.2 // the store (MIT)
	pgregory.net/rapid v1.3.0 // property tests (MPL-2.0, tests only)
	software.sslmate.com/src/go-pkcs12 v0.7.4 // opens certificates of people (BSD-3-Clause)
)

require (
	filippo.io/hpke v0.4.0 // indirect
	fyne.io/systray v1.11.1-0.20250603113521-ca66a66d8b58 // indirect
	github.com/BurntSushi/toml v1.5.0 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/fredbi/uri v1.1.1 // indirect
	github.com/fsnotify/fsnotify v1.10.1 // indirect
	github.com/fyne-io/gl-js v0.2.0 // indirect
	github.com/fyne-io/glfw-js v0.3.0 // indirect
	github.com/fyne-io/image v0.1.1 // indirect
	github.com/fyne-io/oksvg v0.2.0 // indirect
	github.com/go-gl/gl v0.0.0-20231021071112-07e5d0ea2e71 // indirect
	github.com/go-logr/logr v1.4.4 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/go-text/render v0.2.0 // indirect
	github.com/godbus/dbus/v5 v5.1.0 // indirect
	github.com/googleapis/gax-go/v2 v2.24.1 // indirect
	github.com/hack-pad/go-indexeddb v0.3.2 // indirect
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/hhrutter/tiff v1.0.6 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/jeandeaual/go-locale v0.0.0-20250612000132-0ef82f21eade // indirect
	github.com/jinzhu/inflection v1.0.0 // indirect
	github.com/jinzhu/now v1.1.5 // indirect
	github.com/jsummers/gobmp v0.0.0-20230614200233-a9de23ed2e25 // indirect
	github.com/mfridman/interpolate v0.0.2 // indirect
	github.com/nfnt/resize v0.0.0-20180221191011-83c6a9932646 // indirect
	github.com/nicksnyder/go-i18n/v2 v2.5.1 // indirect
	github.com/richardlehane/mscfb v1.0.7 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/rymdport/portal v0.4.2 // indirect
	github.com/sethvargo/go-retry v0.5.0 // indirect
	github.com/spf13/pflag v1.0.10 // indirect
	github.com/srwiley/oksvg v0.0.0-20221011165216-be6e8873101c // indirect
	github.com/srwiley/rasterx v0.0.0-20220730225603-2ab79fcdd4ef // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/xuri/efp v0.0.1 // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	github.com/yuin/goldmark v1.7.8 // indirect
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/otel v1.47.0 // indirect
	go.opentelemetry.io/otel/log v1.47.0 // indirect
	go.opentelemetry.io/otel/metric v1.47.0 // indirect
	go.opentelemetry.io/otel/sdk v1.46.0 // indirect
	go.opentelemetry.io/otel/sdk/metric v1.46.0 // indirect
	go.opentelemetry.io/otel/trace v1.47.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/xerrors v0.0.0-20240903120638-7835f813f4da // indirect
	google.golang.org/api v0.297.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20261005182115-fad411399dd8 // indirect
	google.golang.org/grpc v1.84.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)

replace github.com/go-gl/gl => ./third_party/gl

replace github.com/go-gl/glfw/v3.3/glfw => ./third_party/glfw

replace github.com/jeandeaual/go-locale => ./third_party/locale

replace github.com/go-text/typesetting => ./third_party/typesetting
