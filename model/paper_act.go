package model

// SendToPrinter says that an issued paper was handed to the system's printing. What the printer made of it nobody
// knows: it is never called printed.
const SendToPrinter Action = "sent_to_printer"

// AboutPaper tells the acts on papers, which say something of a request or record and change nothing of it.
func AboutPaper(a Action) bool { return a == Issue || a == SendToPrinter || a == Sign || a == FileCopy }
