package view

import (
	"cmp"
	"slices"

	"yunban/app"
	"yunban/model"
)

// MatterGroup is the registers of one chapter of the regulation, which share an entry of the rail.
type MatterGroup struct {
	ID    string // operation, security, assessment
	Kinds []model.SubjectKind
}

// The groups of matters.
const (
	OperationGroup  = "operation"
	SecurityGroup   = "security"
	AssessmentGroup = "assessment"
)

// matterGroups are the groups in their order. Answers to a survey stand on the survey's page.
var matterGroups = []MatterGroup{
	{OperationGroup, []model.SubjectKind{model.ProblemTicket, model.Consultation, model.Training, model.MonthlyReport, model.FaultRecord, model.Capacity}},
	{SecurityGroup, []model.SubjectKind{model.AccessGrant, model.Inspection, model.Bulletin, model.Drill, model.ContingencyPlan}},
	{AssessmentGroup, []model.SubjectKind{model.Survey, model.Assessment, model.Measure}},
}

// MatterGroups lists what a person has to do with or may read, by chapter.
func MatterGroups(desk *app.Desk) []MatterGroup {
	var groups []MatterGroup
	for _, g := range matterGroups {
		kinds := slices.DeleteFunc(slices.Clone(g.Kinds), func(k model.SubjectKind) bool { return !desk.ReadsMatters(k) })
		if len(kinds) > 0 {
			groups = append(groups, MatterGroup{g.ID, kinds})
		}
	}
	return groups
}

// MatterGroupOf is the group of a kind.
func MatterGroupOf(kind model.SubjectKind) string {
	for _, g := range matterGroups {
		if slices.Contains(g.Kinds, kind) {
			return g.ID
		}
	}
	return AssessmentGroup // answers to a survey
}

// matterProvisions say what in the regulation a kind of matter is for.
var matterProvisions = map[model.SubjectKind]string{
	model.ProblemTicket: "operation", model.Consultation: "training", model.Training: "training", model.MonthlyReport: "monthly_report",
	model.FaultRecord: "maintenance", model.Capacity: "allocation", model.AccessGrant: "access", model.Inspection: "inspection",
	model.Bulletin: "security_bulletin", model.Drill: "drill", model.ContingencyPlan: "contingency_plan", model.Survey: "satisfaction",
	model.SurveyAnswer: "satisfaction", model.Assessment: "unit_assessment", model.Measure: "unit_assessment",
}

// MatterArticle is the article that a register serves.
func MatterArticle(p *model.Profile, kind model.SubjectKind) string {
	return cmp.Or(p.ArticleOf(matterProvisions[kind]), p.ArticleOf("governance")) // P names the plan with the rest (P 4)
}

// OpeningKey names the words of a button that opens a matter.
func OpeningKey(kind model.SubjectKind, action model.Action) string {
	return "matters.new_" + string(kind) + "_" + string(action)
}

// StepKey names the words of a step of a matter.
func StepKey(kind model.SubjectKind, action model.Action) string {
	switch {
	case kind == model.Consultation && action == model.Ask:
		return "matters.ask"
	case kind == model.AccessGrant && action == model.Ask:
		return "matters.ask_access"
	case kind == model.AccessGrant && action == model.Close:
		return "matters.close_grant"
	}
	return "action." + string(action)
}
