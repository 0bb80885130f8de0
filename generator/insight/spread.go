package insight

import "slices"

// Enough is the least number of values of which a median and quartiles are
// given; below it they say less than the marks. It is the custom of those who
// study incidents to ask for about ten (docs/insights.md).
const Enough = 10

// Spread is the middle of some values, given only where there are Enough.
type Spread struct {
	N                 int
	Enough            bool
	Low, Median, High float64 // quartiles, by linear interpolation (Hyndman and Fan, type 7)
}

// SpreadOf gives the middle of the values that are known.
func SpreadOf(list []Point) Spread {
	var values []float64
	for _, p := range list {
		if p.Known {
			values = append(values, p.Value)
		}
	}
	s := Spread{N: len(values), Enough: len(values) >= Enough}
	if s.Enough {
		slices.Sort(values)
		s.Low, s.Median, s.High = quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)
	}
	return s
}

func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[i]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
