package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// The limits of one file, however much nests in it. Real fat jars stay below a
// tenth of each.
const (
	deepest        = 5         // archives in archives
	mostEntries    = 200_000   // of all directories together
	mostUnpacked   = 256 << 20 // bytes, and not more than
	ratio          = 100       // times the file
	mostNested     = 64 << 20  // of one nested archive: as large as a file of the tree may be
	mostText       = 1 << 20   // of one manifest
	mostComponents = 50_000
	light          = 32 << 20 // unpacked bytes up to which scans run side by side
	perEntry       = 512      // what opening an entry costs, as bytes
)

var (
	errBudget    = errors.New("more unpacked bytes than are examined in one file")
	errEntries   = fmt.Errorf("more than %d entries", mostEntries)
	errEncrypted = errors.New("it is encrypted")
)

// allowance is how much a file of a size may unpack to.
func allowance(size int) int64 { return min(mostUnpacked, int64(size)*ratio+1<<20) }

// spend takes from the allowance. Beyond what is light it waits until no other
// scan keeps much in memory.
func (s *scan) spend(n int64) error {
	s.left -= n
	s.spent += n
	if s.left < 0 {
		return errBudget
	}
	if s.spent > light && !s.heavyHeld {
		select {
		case s.heavy <- struct{}{}:
			s.heavyHeld = true
		case <-s.ctx.Done():
		}
	}
	return s.ctx.Err()
}

func (s *scan) close() {
	if s.heavyHeld {
		<-s.heavy
	}
}

// directory reads the list of entries. The signature of a directory's entry is
// counted first: reading the list takes memory for each, whatever number is claimed.
func (s *scan) directory(data []byte) (*zip.Reader, error) {
	if n := bytes.Count(data, []byte("PK\x01\x02")); s.entries+n > mostEntries {
		s.left = -1 // nor is what stands beside it
		return nil, errEntries
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errors.New("it is no whole zip archive")
	}
	s.entries += len(r.File)
	return r, nil
}

// read unpacks one entry of at most limit bytes.
func (s *scan) read(f *zip.File, limit int64) ([]byte, error) {
	if err := s.spend(perEntry); err != nil {
		return nil, err
	}
	if f.Flags&1 != 0 {
		return nil, errEncrypted
	}
	if f.UncompressedSize64 > uint64(limit) {
		return nil, fmt.Errorf("it is larger than %d MiB", limit>>20)
	}
	r, err := f.Open()
	if err != nil {
		return nil, errors.New("it is damaged")
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, min(limit, s.left)+1))
	if spent := s.spend(int64(len(data))); spent != nil {
		return nil, spent
	}
	if err != nil || int64(len(data)) > limit {
		return nil, errors.New("it is damaged")
	}
	return data, nil
}

// nested gives the bytes of an archive in an archive: those of the outer one
// where they are stored as they are.
func (s *scan) nested(outer []byte, f *zip.File) ([]byte, error) {
	size := f.UncompressedSize64
	if f.Method != zip.Store || f.Flags&1 != 0 || size != f.CompressedSize64 || size > uint64(len(outer)) {
		return s.read(f, mostNested)
	}
	if err := s.spend(perEntry + int64(size)); err != nil {
		return nil, err
	}
	at, err := f.DataOffset()
	if err != nil || at < 0 || at > int64(len(outer))-int64(size) {
		return nil, errors.New("it is damaged")
	}
	data := outer[at : at+int64(size) : at+int64(size)]
	if crc32.ChecksumIEEE(data) != f.CRC32 {
		return nil, errors.New("it is damaged")
	}
	return data, nil
}
