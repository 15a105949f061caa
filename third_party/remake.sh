#!/bin/sh
# Makes the folders of third_party again from the published modules.
#
#   third_party/remake.sh           rewrites the folders
#   third_party/remake.sh --check   only says whether they are what it would write
#
# The versions are those that the pinned Fyne asks for; when Fyne moves, move
# them here, run this, and build once without a cache.
set -eu

fyne=fyne.io/fyne/v2@v2.7.1
gl=github.com/go-gl/gl@v0.0.0-20231021071112-07e5d0ea2e71
glfw=github.com/go-gl/glfw/v3.3/glfw@v0.0.0-20240506104042-037f3cc74f2a
locale=github.com/jeandeaual/go-locale@v0.0.0-20250612000132-0ef82f21eade
typesetting=github.com/go-text/typesetting@v0.2.1

here=$(cd "$(dirname "$0")" && pwd)
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

# published prints the folder of a module in the cache, downloading it if need
# be. It runs outside this tree, where the replace lines of go.mod do not reach.
published() {
	(cd "$new" && go mod download -json "$1") | sed -n 's/^\t"Dir": "\(.*\)",*$/\1/p'
}

make_gl() {
	from=$(published "$gl")
	painter=$(published "$fyne")/internal/painter/gl
	mkdir -p "$new/gl"
	cp "$from/LICENSE" "$from/go.mod" "$new/gl/"
	cp -r "$here/gl/README.md" "$here/gl/cut" "$new/gl/"
	(cd "$here/gl" && go run ./cut "$from/v2.1/gl" "$new/gl/v2.1/gl" "$painter/gl_core.go")
	(cd "$here/gl" && go run ./cut "$from/v3.1/gles2" "$new/gl/v3.1/gles2" "$painter/gl_es.go")
}

# What GLFW brings for its own examples, and the half of glad that nothing
# includes, stay behind.
make_glfw() {
	cp -r "$(published "$glfw")" "$new/glfw"
	chmod -R u+w "$new/glfw"
	cp "$here/glfw/README.md" "$here/glfw/x11-input-method.patch" "$new/glfw/"
	(
		cd "$new/glfw"
		rm -r testdata glfw/deps/glad glfw/deps/vs2008
		rm glfw/deps/*.c glfw/deps/*.h
		sed -i '/deps\/glad"/d; /deps\/vs2008"/d' glfw/deps/dummy.go
		git apply x11-input-method.patch
		# The build cache does not see C files in sub-folders; this constant
		# changes with the patch and makes Go compile them again.
		cat > patch_revision.go <<-END
			package glfw

			// patchRevision makes the Go build cache notice a changed patch of the C
			// sources, which it does not look at.
			const patchRevision = "$(sha256sum x11-input-method.patch | cut -c 1-16)"
		END
	)
}

make_locale() {
	from=$(published "$locale")
	mkdir "$new/locale"
	cp "$from"/*.go "$from"/*.c "$from"/*.m "$from/LICENSE" "$from/go.mod" "$new/locale/"
	cp "$here/locale/README.md" "$here/locale/c-utf-8.patch" "$new/locale/"
	chmod -R u+w "$new/locale"
	rm "$new"/locale/*_test.go
	(cd "$new/locale" && git apply c-utf-8.patch)
}

make_typesetting() {
	cp -r "$(published "$typesetting")" "$new/typesetting"
	cp "$here/typesetting/README.md" "$here/typesetting/outlines-on-demand.patch" "$new/typesetting/"
	chmod -R u+w "$new/typesetting"
	(
		cd "$new/typesetting"
		rm -rf testutils .github .gitignore CODEOWNERS fontscan/fontconfig_test harfbuzz/*.rl
		find . -name '*_test.go' -delete
		find . -depth -type d \( -name test -o -name testdata -o -name cmd \) -exec rm -r {} +
		git apply outlines-on-demand.patch
		gofmt -w .
	)
}

make_gl
make_glfw
make_locale
make_typesetting
chmod -R u+w "$new"

for module in gl glfw locale typesetting; do
	if [ "${1:-}" = --check ]; then
		diff -r "$new/$module" "$here/$module"
	else
		rm -rf "${here:?}/$module"
		cp -r "$new/$module" "$here/$module"
	fi
done
