package model

import "slices"

// Role is what a person is in the office; the city's profile says which duties it holds.
type Role string

// The roles that every profile may use.
const (
	RoleClerk             Role = "clerk"              // 经办人 of a using unit
	RoleAcceptanceOfficer Role = "acceptance_officer" // 受理人
	RoleApprover          Role = "approver"           // 审批人
	RoleFinalReviewer     Role = "final_reviewer"     // 终审人
	RoleVendorEngineer    Role = "vendor_engineer"    // 云服务商工程师
	RoleManagement        Role = "management_body"    // 管理机构, L only: statistics and assessment (T17)
	RoleInspector         Role = "inspector"          // 信息安全主管部门
	RoleFinance           Role = "finance"            // 财政部门
	RoleAdministrator     Role = "administrator"      // 系统管理员
)

// Duty is something that a role may do. Arrows of the lifecycle name duties, never roles.
type Duty string

// The duties.
const (
	DutyUnit           Duty = "unit"           // files and withdraws requests, tests, ends
	DutyAcceptance     Duty = "acceptance"     // accepts or not (P 8, L 12)
	DutyApproval       Duty = "approval"       // gives the approval opinion, consents to extensions
	DutyFinalReview    Duty = "final_review"   // 终审 (P 10, L 14)
	DutyDelivery       Duty = "delivery"       // delivers, converts, reclaims
	DutyReading        Duty = "reading"        // reads all requests of the city
	DutyAdministration Duty = "administration" // accounts, calendar, settings
	DutyInspection     Duty = "inspection"     // 会同开展安全检查 (P 17, L 21)
	DutyAssessment     Duty = "assessment"     // statistics and assessment: the authority in P (22, 23), the management body in L (7)
	DutyContingency    Duty = "contingency"    // keeps the overall contingency plan (L 7)
)

// duties are those that every regulation must give to somebody; laterDuties came with the matters, and a regulation
// that was published before knows nothing of them.
var (
	duties      = []Duty{DutyUnit, DutyAcceptance, DutyApproval, DutyFinalReview, DutyDelivery, DutyReading, DutyAdministration}
	laterDuties = []Duty{DutyInspection, DutyAssessment, DutyContingency}
)

func knownDuty(d Duty) bool { return slices.Contains(duties, d) || slices.Contains(laterDuties, d) }

// Side is the side of the table that a role sits on.
type Side string

// The sides.
const (
	SideUnit       Side = "unit"
	SideAuthority  Side = "authority"
	SideManagement Side = "management"
	SideVendor     Side = "vendor"
	SideSecurity   Side = "security"
	SideFinance    Side = "finance"
)

// Person is someone with an account. ID is the sign-in name.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"` // as written on papers
	Unit     string `json:"unit,omitempty"`
	Roles    []Role `json:"roles"`
	Phone    string `json:"phone,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`
}

// Unit is an office: a using unit, the authority, the vendor (R02).
type Unit struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	CreditCode string `json:"credit_code,omitempty"`
	Type       string `json:"type,omitempty"`  // 行政机关 / 事业单位 / 其他
	Level      string `json:"level,omitempty"` // 市级 / 县区
	Parent     string `json:"parent,omitempty"`
	Address    string `json:"address,omitempty"`
	Head       string `json:"head,omitempty"`
	Phone      string `json:"phone,omitempty"`
}

// MayRead reports whether a person may see a request: those of the own unit, and with a duty beyond it all.
func (p *Profile) MayRead(who Person, unit string) bool {
	return p.ReadsAll(who) || who.Unit != "" && who.Unit == unit
}

// ReadsAll reports whether a person's duties need the requests of every unit.
func (p *Profile) ReadsAll(who Person) bool {
	for _, d := range []Duty{DutyAcceptance, DutyApproval, DutyFinalReview, DutyDelivery, DutyReading, DutyInspection, DutyAssessment} {
		if p.Holds(who.Roles, d) {
			return true
		}
	}
	return false
}
