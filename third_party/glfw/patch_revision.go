package glfw

// patchRevision makes the Go build cache notice a changed patch of the C
// sources, which it does not look at.
const patchRevision = "f9ea52ba8ae03282"
