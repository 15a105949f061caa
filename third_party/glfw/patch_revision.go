package glfw

// patchRevision makes the Go build cache notice a changed patch of the C
// sources, which it does not look at.
const patchRevision = "7df7d449e5b03341"
