package demo

import "yunban/model"

// Script is the acts of one request after its first submission.
type Script []act

func test(kind, conclusion, problems string) model.Values {
	return model.Values{"test_kind": kind, "tester": "李堃", "environment": "试用环境", "conclusion": conclusion, "open_problems": problems}
}

// theClerk stands for who applies: the scripts are played for units of both cities.
const theClerk = "the clerk"

// WholeLife takes a request from its first refusal to its going live, over every stage.
var WholeLife = Script{
	{after: 2, by: model.DutyAcceptance, action: model.Decline,
		note: "一、资源需求未说明并发量测算依据，云主机数量的合理性无法核实；\n二、安全自测报告缺少漏洞扫描结果。请补充后重新提交。"},
	{after: 3, by: model.DutyUnit, action: model.Submit,
		values: model.Values{"demand_basis": "已按近三年业务量补充测算：工作日日均办件 2600 件，峰值时段集中在 9:30—11:00，按峰值并发 480、单机承载 120 并发、冗余一台计算，应用服务器需 5 台。测算过程见附件。"}},
	{after: 1, by: model.DutyAcceptance, action: model.Accept, note: "材料齐全，资源测算依据充分。"},
	{after: 0, by: model.DutyAcceptance, action: model.CC},
	{after: 0, by: model.DutyAcceptance, action: model.Comment, note: "资源测算已与云服务商核对。", values: model.Values{"visible": "own_side"}},
	{after: 0, by: model.DutyUnit, action: model.Urge},
	{after: 2, by: model.DutyApproval, action: model.Approve,
		note: "同意使用政务云资源。应用服务器按现有业务量核减一台，业务增长后可以申请变更；其余按申请数量核定。"},
	{after: 1, by: model.DutyDelivery, action: model.Deliver, values: model.Values{"trial_days": "30", "received_by": theClerk,
		"delivered_instances": "app-01  10.16.8.11\napp-02  10.16.8.12\ndb-01   10.16.9.21", "handover_note": "账号已当面移交使用单位系统负责人。"}},
	{after: 12, by: model.DutyUnit, action: model.RecordTest, values: test("functional", "passed", "")},
	{after: 1, by: model.DutyUnit, action: model.RecordTest, values: test("performance", "failed", "并发 400 时首页响应超过 3 秒，正在优化数据库索引。")},
	{after: 0, by: model.DutyUnit, action: model.AskExtension, values: model.Values{"days": "10"}, note: "性能优化后需要重新压测，请求延长试用 10 天。"},
	{after: 1, by: model.DutyApproval, action: model.GrantExtension, note: "确有必要，同意延长 10 天。"},
	{after: 4, by: model.DutyUnit, action: model.RecordTest, values: test("performance", "passed", "")},
	{after: 1, by: model.DutyUnit, action: model.RecordTest, values: test("security", "passed", "")},
	{after: 1, by: model.DutyUnit, action: model.FileReport, values: model.Values{"agency": "辽宁信测软件评测中心", "accreditation": "国家认可（CNAS）",
		"cnas_number": "CNAS L10086", "report_number": "XC-2026-0418", "covers_performance": model.True,
		"covers_security": model.True, "conclusion": "passed"}},
	{after: 0, by: model.DutyUnit, action: model.SubmitTests, note: "三项测试均已通过，第三方测评报告已提交。"},
	{after: 2, by: model.DutyFinalReview, action: model.ReturnTests, note: "安全测试记录未附漏洞整改情况，请补充后再提交。"},
	{after: 1, by: model.DutyUnit, action: model.RecordTest, values: test("security", "passed", "中危漏洞 2 项已全部整改并复测通过。")},
	{after: 0, by: model.DutyUnit, action: model.SubmitTests, note: "已补充漏洞整改情况。"},
	{after: 2, by: model.DutyFinalReview, action: model.PassReview, note: "测试充分，同意开通。"},
	{after: 1, by: model.DutyDelivery, action: model.GoLive, values: model.Values{"live_note": "试用环境已转为正式环境，监控与备份策略已启用。"}},
}

// Refused ends with a disapproval.
var Refused = Script{
	{after: 1, by: model.DutyAcceptance, action: model.Accept},
	{after: 1, by: model.DutyApproval, action: model.Disapprove, note: "与已开通的同类系统功能重复，建议在现有系统上扩展。"},
}

// GivenUp ends a trial that did not work out.
var GivenUp = Script{
	{after: 1, by: model.DutyAcceptance, action: model.Accept},
	{after: 1, by: model.DutyApproval, action: model.Approve, note: "同意。"},
	{after: 2, by: model.DutyDelivery, action: model.Deliver, values: model.Values{"trial_days": "15", "received_by": theClerk, "delivered_instances": "app-01  10.16.8.31"}},
	{after: 5, by: model.DutyUnit, action: model.AskExtension, values: model.Values{"days": "15"}, note: "开发单位更换，部署延期。"},
	{after: 1, by: model.DutyApproval, action: model.RefuseExtension, note: "理由不足，请按期完成。"},
	{after: 3, by: model.DutyUnit, action: model.EndTrial, note: "开发合同已终止，项目不再实施。"},
	{after: 1, by: model.DutyDelivery, action: model.Reclaim, values: model.Values{"erase_method": "overwrite", "reclaimed_by": "赵磊"}},
}

// TakenBack is withdrawn after acceptance, with a reason.
var TakenBack = Script{
	{after: 1, by: model.DutyAcceptance, action: model.Accept},
	{after: 0, by: model.DutyUnit, action: model.Withdraw, note: "建设内容调整，待方案修订后重新申请。"},
}

// Scaled adjusts an elastic line within its bounds, with no change case (P 10, L 14).
var Scaled = Script{
	{after: 5, by: model.DutyDelivery, action: model.Adjust, note: "申报季访问量上升，按弹性上限扩容。"},
}

// Changed carries an ordinary change out.
var Changed = Script{
	{after: 3, by: model.DutyApproval, action: model.Approve, note: "同意变更，按计划时间窗口实施。", values: model.Values{"major": "false"}},
	{after: 2, by: model.DutyDelivery, action: model.Execute, values: model.Values{"executed_by": "赵磊", "result": "已按申请完成，运行正常。"}},
	{after: 1, by: model.DutyUnit, action: model.Confirm, values: model.Values{"confirmed_by": theClerk}},
}

// ChangedGreatly carries a major change out: materials filed again, performance and security tested again (P 11, L 15).
var ChangedGreatly = Script{
	{after: 4, by: model.DutyApproval, action: model.Approve, note: "涉及数据库类型和容量的较大变化，认定为重大变更，须重新提交申请材料并再测试。", values: model.Values{"major": model.True}},
	{after: 1, by: model.DutyUnit, action: model.FileMaterials},
	{after: 1, by: model.DutyDelivery, action: model.Execute, values: model.Values{"executed_by": "赵磊", "result": "已按申请完成，待使用单位再测试。"}},
	{after: 3, by: model.DutyUnit, action: model.RecordTest, values: test("performance", "passed", "")},
	{after: 1, by: model.DutyUnit, action: model.RecordTest, values: test("security", "passed", "")},
	{after: 0, by: model.DutyUnit, action: model.Confirm, values: model.Values{"confirmed_by": theClerk}},
}

// Ended ends a system: reviewed, reclaimed line by line, signed off (P 12, L 16).
var Ended = Script{
	{after: 4, by: model.DutyApproval, action: model.Approve, note: "下线、迁移和备份情况属实，同意终止。"},
	{after: 2, by: model.DutyDelivery, action: model.Reclaim, values: model.Values{"erase_method": "overwrite", "reclaimed_by": "赵磊", "accounts_closed": model.True}},
	{after: 1, by: model.DutyUnit, action: model.SignOff, values: model.Values{"signed_by": theClerk}},
}

// NotNow is a change that is not approved.
var NotNow = Script{
	{after: 2, by: model.DutyApproval, action: model.Disapprove, note: "重要保障期内不实施变更，请于月底后重新申请。"},
}
