package model

import (
	"strconv"
	"strings"
)

// The papers of a usage request, in the order of its life.
const (
	PaperApplication DocumentKind = "application"  // 使用申请表 (P 7, L 11)
	PaperLines       DocumentKind = "lines"        // 资源明细表: asked, approved, delivered; of every case
	PaperAcceptance  DocumentKind = "acceptance"   // 受理通知书 (P 8, L 12)
	PaperNotAccepted DocumentKind = "not_accepted" // 不予受理意见书 (P 8, L 12)
	PaperApproval    DocumentKind = "approval"     // 审批意见表 (P 8, L 12)
	PaperDelivery    DocumentKind = "delivery"     // 试用环境交付确认单 (P 9, L 13)
	PaperExtension   DocumentKind = "extension"    // 延长试用申请及意见 (P 9, L 13)
	PaperTests       DocumentKind = "tests"        // 测试记录表 (P 9, L 13)
	PaperFinalReview DocumentKind = "final_review" // 终审意见 (P 10, L 14)
	PaperGoLive      DocumentKind = "go_live"      // 开通通知书 (P 10, L 14)
	PaperTrialEnd    DocumentKind = "trial_end"    // 试用资源回收确认单, of a trial given up (T7)
)

// The papers of a change and of a termination.
const (
	PaperChange              DocumentKind = "change"               // 变更申请表 (P 11, L 15)
	PaperChangeApproval      DocumentKind = "change_approval"      // 变更审批表 (P 11, L 15)
	PaperChangeTests         DocumentKind = "change_tests"         // 变更再测试记录表 (P 11, L 15)
	PaperChangeDone          DocumentKind = "change_done"          // 变更完成确认单 (P 11, L 15)
	PaperTermination         DocumentKind = "termination"          // 终止申请表 (P 12, L 16)
	PaperTerminationApproval DocumentKind = "termination_approval" // 终止审核表 (P 12, L 16)
	PaperReclaim             DocumentKind = "reclaim"              // 资源回收确认单 (P 12, L 16)
)

// The papers of records, and the cover of a case file.
const (
	PaperFiling        DocumentKind = "filing"          // 备案登记表 (P 4)
	PaperAccess        DocumentKind = "access"          // 授权进入用户资源单 (P 20, L 25)
	PaperMonthlyReport DocumentKind = "monthly_report"  // 月度报告封面与表 (P 15, L 19)
	PaperInspection    DocumentKind = "inspection"      // 安全检查记录 (P 17, L 21)
	PaperRectification DocumentKind = "rectification"   // 安全检查整改通知书 (P 17, L 21)
	PaperUnitScore     DocumentKind = "unit_score"      // 使用单位考核评分表 (P 22, L 27)
	PaperVendorScore   DocumentKind = "vendor_score"    // 供应商考核评分表 (P 23, L 28)
	PaperStatement     DocumentKind = "usage_statement" // 使用情况年度统计表, for who plans budgets (P 21, L 26)
	PaperCaseFile      DocumentKind = "case_file"       // 案卷封面 and 案卷目录
)

// Turn is the kind of a paper at one of its times: extension_2 is about the second extension that was asked for.
func (k DocumentKind) Turn(n int) DocumentKind { return k + "_" + DocumentKind(strconv.Itoa(n)) }

// TurnOf tells which time of a paper a kind means; 0 is the last one. ok is false for another paper.
func (k DocumentKind) TurnOf(paper DocumentKind) (turn int, ok bool) {
	rest, ok := strings.CutPrefix(string(k), string(paper))
	if !ok || rest == "" {
		return 0, ok
	}
	number, ok := strings.CutPrefix(rest, "_")
	turn, err := strconv.Atoi(number)
	return turn, ok && err == nil && turn > 0
}
