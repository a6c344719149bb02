package xlsx

import "bytes"

// have reports whether so many bytes are left, and reads them.
func (s *scanner) have(n int) bool {
	for len(s.buf)-s.at < n {
		if !s.fill() {
			return false
		}
	}
	return true
}

// fill reads more bytes behind those that are there; it is false at the end. A read error
// ends the text as well, and is told where its end is found too early.
func (s *scanner) fill() bool {
	if s.ended {
		return false
	}
	if s.at > 0 && len(s.buf) == cap(s.buf) {
		s.buf = append(s.buf[:0], s.buf[s.at:]...)
		s.at = 0
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	n, err := s.in.Read(s.buf[len(s.buf):cap(s.buf)])
	s.buf = s.buf[:len(s.buf)+n]
	if err != nil {
		s.ended, s.failed = true, err
	}
	return n > 0 || err == nil
}

// take is the next n bytes, and passes over them.
func (s *scanner) take(n int) []byte {
	out := s.buf[s.at : s.at+n]
	s.at += n
	return out
}

func (s *scanner) starts(with string) bool {
	return s.have(len(with)) && string(s.buf[s.at:s.at+len(with)]) == with
}

// find is how many bytes there are before the next of a byte.
func (s *scanner) find(c byte) (int, error) {
	for from := 0; ; {
		if n := bytes.IndexByte(s.buf[s.at+from:], c); n >= 0 {
			return from + n, nil
		}
		from = len(s.buf) - s.at
		if err := s.more(from); err != nil {
			return 0, err
		}
	}
}

// findText is find for a text.
func (s *scanner) findText(text string) (int, error) {
	for from := 0; ; {
		if n := bytes.Index(s.buf[s.at+from:], []byte(text)); n >= 0 {
			return from + n, nil
		}
		have := len(s.buf) - s.at
		if err := s.more(have); err != nil {
			return 0, err
		}
		from = max(0, have-len(text)+1)
	}
}

// more reads on in a token that has so many bytes already.
func (s *scanner) more(have int) error {
	if have > maxToken {
		return errLong
	}
	if !s.fill() {
		return s.cut()
	}
	return nil
}

// skip passes over all up to the end of a text, however long that is.
func (s *scanner) skip(text string) error {
	for {
		if n := bytes.Index(s.buf[s.at:], []byte(text)); n >= 0 {
			s.at += n + len(text)
			return nil
		}
		s.at = max(s.at, len(s.buf)-len(text)+1)
		if !s.fill() {
			return s.cut()
		}
	}
}

// tagEnd is how many bytes there are before the > of a tag. Values of attributes may have
// one in them.
func (s *scanner) tagEnd() (int, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		if s.at+i == len(s.buf) {
			if err := s.more(i); err != nil {
				return 0, err
			}
			i--
			continue
		}
		switch c := s.buf[s.at+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i, nil
		}
	}
}
