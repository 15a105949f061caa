package ui

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"yunban/app"
	"yunban/app/apptest"
	"yunban/app/demo"
	"yunban/app/wire"
	"yunban/model"
)

func TestASharedDeskAnswersParcels(t *testing.T) {
	ctx := t.Context()
	office := apptest.New(t, "luan")
	sample := office.Samples()[0]
	clerk := office.ClerkOf(sample).Person
	office.Clock.Set(time.Now()) // certificates go by the machine's
	if err := (anyPort{office.Sharer()}).Share(ctx, 0); err != nil {
		t.Fatal(err)
	}
	code, err := office.Sharer().Code(ctx, clerk.Unit, false, false)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := wire.Join(ctx, t.TempDir(), wire.Options{Clock: office.Clock.Now, OwnFonts: true}, wire.Joining{
		Address: office.Sharer().Sharing().Addresses[0], Code: code, Name: "二号机", Trust: func(string) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
	})
	ofClerk, err := desk.SignIn(ctx, clerk.ID, demo.Password)
	if err != nil {
		t.Fatal(err)
	}
	filed := filesDraft(t, ofClerk, sample)
	stick := t.TempDir()
	if _, err := desk.CarryOutTo(ctx, stick, app.CarryRoom, nil); err != nil {
		t.Fatal(err)
	}
	w := sharingWindow(t, office, office.By(model.DutyAdministration).Person.ID)
	t.Run("from a stick, with what was taken of whom and what to do with the answer", func(t *testing.T) {
		w.Go(ShareRoute())
		page[*sharePage](t, w).askParcels()
		choosesPath(t, w, stick)
		chooseMenu(t, w, "menu.submit") // the folder that was opened
		sees(t, w, "回执已写好", "二号机", "已接受 2 件，未接受 0 件", "回执写在同一文件夹")
		pressKey(w, "Return")
		if got := office.Dossier(filed.Subject.ID); got.Request.Number == "" {
			t.Error("it was not numbered")
		}
	})
	t.Run("the answer goes in at the desk", func(t *testing.T) {
		if report, err := desk.CarryInFrom(ctx, parcelIn(t, stick, app.ParcelAnswer), nil); err != nil || report.Taken != 2 {
			t.Error(report, err)
		}
	})
	t.Run("what has its answer is not answered again, and half a parcel is told of", func(t *testing.T) {
		w.answerParcels(stick)
		sees(t, w, "没有要处理的交换文件")
		pressKey(w, "Return")
		parcel := parcelIn(t, stick, app.ParcelToHub)
		text, err := os.ReadFile(parcel)
		if err != nil {
			t.Fatal(err)
		}
		half := filepath.Join(t.TempDir(), filepath.Base(parcel))
		if err := os.WriteFile(half, text[:len(text)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		dropFile(w, half)
		sees(t, w, "没有写回执", w.T("error.bad_parcel"))
		pressKey(w, "Return")
	})
	t.Run("who does not keep the shared store answers nothing", func(t *testing.T) {
		other := sharingWindow(t, office, clerk.ID)
		dropFile(other, parcelIn(t, stick, app.ParcelToHub))
		sees(t, other, "没有带入")
	})
}
