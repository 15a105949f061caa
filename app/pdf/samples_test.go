package pdf

import (
	"fmt"
	"strings"
	"time"

	"yunban/model"
)

var day = time.Date(2026, 1, 5, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))

// notice is a letter as an office would send it.
func notice() model.Document {
	return model.Document{
		Kind: model.PaperAcceptance, Style: model.StyleLetter,
		Title: "政务云使用申请受理通知书", Number: "盘数受〔2026〕3号", Issuer: "盘锦市大数据管理中心", Date: day,
		Blocks: model.Blocks{
			model.Addressee{Text: "盘锦市行政审批局"},
			model.Paragraph{Text: "你单位于2025年12月31日提交的《盘锦市工程建设项目审批管理系统政务云使用申请表》（申请单号：PJ-SQ-2026-0001）及应用系统建设方案、应用系统性能和安全自测报告、政务云平台资源需求等材料收悉。经核实，申请材料完整、资源需求合理，根据《盘锦市电子政务云计算平台管理办法（试行）》第八条的规定，现予受理。"},
			model.Heading{Level: 1, Text: "一、办理时限"},
			model.Paragraph{Text: "本中心将自受理之日起2个工作日内，即于2026年1月7日前提出审批意见。审批通过后，政务云供应商应当根据审批意见在2个工作日内提供试用环境，试用时间为15—30天。"},
			model.Heading{Level: 2, Text: "（一）联系方式"},
			model.Paragraph{Text: "受理人：李𬭎；联系电话：0427-2800000；电子邮箱：cloud@example.gov.cn。"},
			model.AttachmentList{Items: []string{"政务云平台资源明细表", "应用系统性能和安全自测报告（盘锦市工程建设项目审批管理系统V2.0，2025年12月由使用单位自行组织测试）"}},
			model.Closing{Issuer: "盘锦市大数据管理中心", Date: day, Sealed: true},
		},
	}
}

// application is a form as a unit would hand it in, with n resource lines.
func application(n int) model.Document {
	label, value := model.LabelCell, model.ValueCell
	bar := func(text string) model.GridRow { return model.GridRow{{Text: text, Label: true, Span: 4}} }
	rows := make([][]string, n)
	for i := range rows {
		rows[i] = []string{fmt.Sprint(i + 1), []string{"应用服务器", "数据库服务器", "中间件服务器"}[i%3], "电子政务外网区", "ARM（鲲鹏）", "8", "16", "50", "500", "集中式存储", "银河麒麟高级服务器操作系统V10", "2"}
	}
	return model.Document{
		Kind: model.PaperApplication, Style: model.StyleForm, Sandbox: true,
		Title: "盘锦市政务云使用申请表", Number: "PJ-SQ-2026-0001", Issuer: "盘锦市行政审批局", Date: day,
		Head: []string{"申请单位：盘锦市行政审批局", "申请日期：2026年1月5日"},
		Blocks: model.Blocks{
			model.Grid{Columns: []float64{18, 32, 18, 32}, Rows: []model.GridRow{
				bar("一、申请单位"),
				{label("申请单位名称"), value("盘锦市行政审批局", 3)},
				{label("单位地址"), value("辽宁省盘锦市兴隆台区大洼路市民服务中心A座六层", 1), label("统一社会信用代码"), value("11211100MB0000000X", 1)},
				{label("单位负责人"), value("王㛃", 1), label("联系电话"), value("0427-2811111", 1)},
				{label("经办人"), value("李𬭎", 1), label("云资源交付邮箱"), value("liuhong.office@panjin-approval.example.gov.cn", 1)},
				bar("二、应用系统"),
				{label("应用系统名称"), value("盘锦市工程建设项目审批管理系统", 3)},
				{label("系统概述及部署要求"), {Text: "系统面向全市各级行政审批部门和建设单位，提供工程建设项目立项用地规划许可、工程建设许可、施工许可、竣工验收四个阶段的“一家牵头、并联审批、限时办结”服务，并与辽宁省一体化政务服务平台、投资项目在线审批监管平台、电子证照库实现数据共享。\n系统采用微服务架构，应用层两台以上节点负载均衡，数据库主备部署；要求部署于电子政务外网区，通过网闸与互联网区交换数据，全部基础软硬件满足信创要求。", Span: 3, Lines: 4}},
				{label("上云类型"), {Ticks: []model.TickItem{{Text: "新建", Checked: true}, {Text: "迁移"}, {Text: "扩建"}}}, label("部署区域"), {Ticks: []model.TickItem{{Text: "专有云", Checked: true}, {Text: "公有云"}}}},
				{label("申请服务类型"), {Span: 3, Ticks: []model.TickItem{{Text: "云服务器", Checked: true}, {Text: "云物理主机（裸金属）"}, {Text: "云存储", Checked: true}, {Text: "云数据库", Checked: true}, {Text: "操作系统", Checked: true}, {Text: "云安全", Checked: true}, {Text: "VPN"}, {Text: "公网IP"}}}},
				{label("等级保护"), value("三级（备案号：21110043001-26001）", 1), label("涉密情况"), {Ticks: []model.TickItem{{Text: "本系统不处理国家秘密", Checked: true}}}},
			}},
			model.Table{Caption: "三、资源明细",
				Columns: []model.TableColumn{
					{Title: "序号", Width: 3, Align: model.AlignCenter}, {Title: "名称", Width: 7}, {Title: "网络区域", Width: 6}, {Title: "CPU架构", Width: 6},
					{Title: "vCPU（核）", Width: 4, Align: model.AlignRight}, {Title: "内存（GB）", Width: 4, Align: model.AlignRight},
					{Title: "系统盘（GB）", Width: 4.5, Align: model.AlignRight}, {Title: "数据盘（GB）", Width: 4.5, Align: model.AlignRight},
					{Title: "存储类型", Width: 5}, {Title: "操作系统", Width: 7}, {Title: "数量（台）", Width: 4, Align: model.AlignRight}},
				Rows: rows, Total: []string{"", "合计", "", "", fmt.Sprint(16 * n), fmt.Sprint(32 * n), fmt.Sprint(100 * n), fmt.Sprint(1000 * n), "", "", fmt.Sprint(2 * n)}},
			model.OpinionBox{Title: "申请单位意见", Text: "申请内容属实，同意申请。", Signers: []model.Signatory{{Label: "单位负责人（签字）"}}, Seal: "（盖章）", Date: day},
			model.OpinionBox{Title: "主管部门意见", Signers: []model.Signatory{{Label: "受理人（签字）"}, {Label: "审批人（签字）"}}, Seal: "（盖章）"},
			model.Note{Text: "填表说明：1. 本表一式两份，使用单位和主管部门各存一份。2. 资源数量按应用系统正常运行的合理值填写。"},
		},
	}
}

// refusal is a written opinion whose reasons fill some paragraphs.
func refusal(paragraphs int) model.Document {
	d := notice()
	d.Kind, d.Title, d.Number = model.PaperNotAccepted, "关于盘锦市工程建设项目审批管理系统政务云使用申请不予受理意见书", "盘数不受〔2026〕12号"
	reason := "申请材料中应用系统性能自测报告未载明测试环境和并发用户数，安全自测报告缺少漏洞扫描结果；资源需求中数据库服务器申请内存512GB，明显高于同类系统正常运行的合理值，且未提供测算依据。"
	d.Blocks = model.Blocks{model.Addressee{Text: "盘锦市行政审批局"},
		model.Paragraph{Text: strings.TrimSuffix(strings.Repeat(reason+"\n", paragraphs), "\n")},
		model.Closing{Issuer: "盘锦市大数据管理中心", Date: day, Sealed: true}}
	return d
}
