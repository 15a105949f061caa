package model

// RoleFont says which font serves a role on papers.
type RoleFont struct {
	Role   string // 仿宋, 小标宋, 黑体 or 楷体
	Font   string // its PostScript name
	System bool   // one of the computer's own
}
