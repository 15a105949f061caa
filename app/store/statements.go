package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"gorm.io/gorm"
)

// What every act does goes to the driver directly: database/sql prepares a statement anew in each transaction and
// starts a goroutine for each question, which together take as long as the database does.

// mostPrepared bounds how many statements stay prepared: queries that hold lists are all different.
const mostPrepared = 200

// closingPatience is how long a store that is closed waits for what is under way.
const closingPatience = 10 * time.Second

// statements are those of the writing connection. They stay prepared as long as it lives.
type statements struct {
	of    any // the driver's connection
	ready map[string]*statement
}

// statement is a prepared one, that nobody else may run while its rows are being read.
type statement struct {
	driver.Stmt
	reading bool
}

// find finds a statement, or prepares it. One that did not fit in, or that is being read, is the caller's to close.
func (s *statements) find(conn any, query string) (stmt *statement, own bool, err error) {
	if s.of != conn {
		s.of, s.ready = conn, map[string]*statement{}
	}
	known := s.ready[query]
	if known != nil && !known.reading {
		return known, false, nil
	}
	preparer, ok := conn.(driver.Conn)
	if !ok {
		return nil, false, errors.New("the driver's connection is none")
	}
	prepared, err := preparer.Prepare(query)
	if err != nil {
		return nil, false, err
	}
	stmt = &statement{Stmt: prepared}
	if known != nil || len(s.ready) >= mostPrepared {
		return stmt, true, nil
	}
	s.ready[query] = stmt
	return stmt, false, nil
}

// close gives the statements up. With one of them left SQLite keeps the connection open behind the pool's back, and the
// file with it: Windows would let nobody move the folder.
func (s *statements) close(writer *gorm.DB) error {
	pool, err := writer.DB()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), closingPatience)
	defer cancel()
	conn, err := pool.Conn(ctx) // when what is under way has ended
	if err != nil {
		return err
	}
	err = conn.Raw(func(raw any) (err error) {
		if s.of == raw {
			for _, stmt := range s.ready {
				err = errors.Join(err, stmt.Close())
			}
		}
		s.of, s.ready = nil, nil
		return err
	})
	return errors.Join(err, conn.Close())
}

// exec runs a statement.
func (s *statements) exec(conn *sql.Conn, query string, args []driver.NamedValue) error {
	return conn.Raw(func(raw any) error {
		stmt, own, err := s.find(raw, query)
		if err != nil {
			return err
		}
		runner, ok := stmt.Stmt.(driver.StmtExecContext)
		if !ok {
			return errors.New("the driver's statement cannot be run")
		}
		_, err = runner.ExecContext(context.Background(), args)
		if own {
			err = errors.Join(err, stmt.Close())
		}
		return err
	})
}

// ask asks for rows and gives one after the other to read, until it has enough.
func (s *statements) ask(conn *sql.Conn, query string, args []driver.NamedValue, read func(scanned) error) (err error) {
	var rows driver.Rows
	var stmt *statement
	var own bool
	err = conn.Raw(func(raw any) (err error) {
		if stmt, own, err = s.find(raw, query); err != nil {
			return err
		}
		asker, ok := stmt.Stmt.(driver.StmtQueryContext)
		if !ok {
			return errors.New("the driver's statement cannot be asked")
		}
		rows, err = asker.QueryContext(context.Background(), args)
		stmt.reading = err == nil
		return err
	})
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, conn.Raw(func(any) error {
			stmt.reading = false
			closed := rows.Close()
			if own {
				closed = errors.Join(closed, stmt.Close())
			}
			return closed
		}))
	}()
	values := make(values, len(rows.Columns()))
	for {
		err := conn.Raw(func(any) error { return rows.Next(values) })
		if err == nil {
			err = read(values)
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, errEnough):
			return nil
		case err != nil:
			return err
		}
	}
}

// scanned is one of the rows that were asked for.
type scanned interface{ Scan(into ...any) error }

// values is a row as the driver gives it.
type values []driver.Value

// Scan puts the values where they belong: text and whole numbers, and types made of them.
func (v values) Scan(into ...any) error {
	if len(into) != len(v) {
		return fmt.Errorf("%d columns for %d places", len(v), len(into))
	}
	for i, place := range into {
		if err := assign(place, v[i]); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

func assign(place any, value driver.Value) error {
	if bytes, ok := value.([]byte); ok {
		value = string(bytes)
	}
	switch place := place.(type) {
	case *string:
		if text, ok := value.(string); ok {
			*place = text
			return nil
		}
	case *int64:
		if number, ok := value.(int64); ok {
			*place = number
			return nil
		}
	}
	to := reflect.ValueOf(place).Elem()
	switch value := value.(type) {
	case string:
		if to.Kind() == reflect.String {
			to.SetString(value)
			return nil
		}
	case int64:
		if to.CanInt() && !to.OverflowInt(value) {
			to.SetInt(value)
			return nil
		}
	}
	return fmt.Errorf("%T does not go into %T", value, place)
}

// named are arguments as the driver wants them.
func named(args []any) ([]driver.NamedValue, error) {
	all := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		all[i].Ordinal = i + 1
		switch arg := arg.(type) {
		case string, int64:
			all[i].Value = arg
		case int:
			all[i].Value = int64(arg)
		default:
			value, err := driver.DefaultParameterConverter.ConvertValue(arg)
			if err != nil {
				return nil, err
			}
			all[i].Value = value
		}
	}
	return all, nil
}
