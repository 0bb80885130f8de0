package page

import (
	"cmp"
	"slices"

	"github.com/retrowiki/retrowiki/generator/collection"
	"github.com/retrowiki/retrowiki/generator/incident"
)

const productPath = "remediations/product/index.html"

// Product is the data of the page that brings remediations to product: each
// with the incidents that argue for it.
type Product struct {
	*Head
	Rows []BoardRow
	More int // how many more there are than the page shows
}

// forProduct lists what is not settled and meant for product, or too big to be
// decided without it.
func forProduct(all []collection.Remediation) []collection.Remediation {
	var list []collection.Remediation
	for _, r := range all {
		big := r.Size == "XL" || r.Size == "moonshot"
		if !r.State.Settled() && (big || slices.Contains(r.Audience, incident.Product)) {
			list = append(list, r)
		}
	}
	return list
}

// product puts first what most incidents argue for, then what customers felt
// longest.
func (b *Builder) product(all []collection.Remediation) *Product {
	p := &Product{Head: b.head(productPath, "For product", "remediations")}
	list := forProduct(all)
	arguments := make(map[*incident.Remediation]collection.Argument, len(list))
	for _, r := range list {
		arguments[r.Remediation] = b.View.Arguments(r)
	}
	slices.SortStableFunc(list, func(x, y collection.Remediation) int {
		a, c := arguments[x.Remediation], arguments[y.Remediation]
		return cmp.Or(cmp.Compare(c.Count, a.Count), cmp.Compare(c.Impact, a.Impact), cmp.Compare(c.Customers, a.Customers))
	})
	p.More = max(0, len(list)-productMost)
	for _, r := range list[:len(list)-p.More] {
		row := b.boardRow(r)
		row.Argument = b.argument(r)
		p.Rows = append(p.Rows, row)
	}
	return p
}
