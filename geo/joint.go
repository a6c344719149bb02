package geo

// maxDense is up to how many pairs of codes have a counter each; beyond, only
// the pairs that occur do.
const maxDense = 1 << 20

// joint counts pairs of codes of two columns.
type joint struct {
	column, of int
	size       int // of the second dictionary
	dense      []int32
	sparse     map[uint64]int32
}

func newJoint(column, of int, sizes []int) *joint {
	j := &joint{column: column, of: of, size: sizes[of]}
	if pairs := sizes[column] * sizes[of]; pairs <= maxDense {
		j.dense = make([]int32, pairs)
	} else {
		j.sparse = map[uint64]int32{}
	}
	return j
}

func (j *joint) add(r *run) {
	a, b := &r.part.codes[j.column], &r.part.codes[j.of]
	r.each(func(i int) {
		if j.dense != nil {
			j.dense[int(a.at(i))*j.size+int(b.at(i))]++
			return
		}
		j.sparse[uint64(a.at(i))<<32|uint64(b.at(i))]++
	})
}

func (j *joint) join(o *joint) {
	addAll(j.dense, o.dense)
	for pair, n := range o.sparse {
		j.sparse[pair] += n
	}
}

// Joint are counts of pairs of codes.
type Joint struct{ counts *joint }

// Each calls do with every pair that occurs and how often.
func (j Joint) Each(do func(code, of uint32, n int)) {
	for i, n := range j.counts.dense {
		if n > 0 {
			do(uint32(i/j.counts.size), uint32(i%j.counts.size), int(n))
		}
	}
	for pair, n := range j.counts.sparse {
		do(uint32(pair>>32), uint32(pair), int(n))
	}
}
