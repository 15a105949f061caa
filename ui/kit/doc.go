// Package kit holds the widgets that the screens are built of. They draw what they are given and report what the user
// does; they decide nothing, know no store and no desk, and have no words of their own: callers pass every word in.
// They run on the main goroutine and start none.
//
// Fields, all of them a Field (Value, SetValue, SetOnChanged, SetOnFocus, SetInvalid, Focus, Enable, Disable):
//
//	Entry         one line, several (NewMultiLine), dots (NewPassword); quick at any length
//	NumberField   a number with its unit
//	DateField     2006-01-02 with a calendar that knows holidays
//	MomentField   2006-01-02 15:04, with a word that puts the present time in
//	Picker        one of a long code table, searched by typing; MultiPicker: several
//	Check         a box with a statement
//
// Forms:
//
//	FieldSpec, Form    fields from data, in one or two columns, with help and problems in place
//	FormRow            one label, field, help and problem
//	Presets            usual values to take by one tap
//	Sections           the parts of a page, with ticks, problems or counts
//	FileRow, DropTarget  attached files, and where they are dropped
//
// To be read:
//
//	NewText, NewCaption, NewTitle   text that wraps by Chinese rules and can be selected
//	Table, Column      virtual, rows selected whole, sorting, ticks
//	InfoGrid           labels and values
//	Bars, LineChart    a chart of lying bars, one of lines
//	Badge, Due, Stepper, Tone   a status, the time left, the stages; never colour alone
//	Card, NewEmpty, NewErrorPanel, Notice
//
// Around them:
//
//	Dialog             modal, Esc and Enter from any field; DialogOpen
//	Button             NewButton, NewPrimaryButton, NewQuietButton
//	Scroll             a page that follows the focus; NewColumn stacks with wrapped text
//	LoadIcons, Icon, ToneIcon, Picture
//
// Two hooks are set once by the program: CaretMoved for the input method, MenuWords for the fields' menu.
package kit
