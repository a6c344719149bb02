package place

import (
	"fmt"
	"strings"
	"time"

	"incidentmap/geo/gazetteer"
)

// Config is what the services on the network have in common.
type Config struct {
	// Every is the shortest time between two requests to one service; 0 means a
	// second, which the usage policy of OpenStreetMap's Nominatim asks for
	// (https://operations.osmfoundation.org/policies/nominatim/).
	Every time.Duration
	// CacheDir keeps answers between runs; empty for no cache.
	CacheDir string
	// Version is that of this program, for the User-Agent header.
	Version string
}

// Parse makes the chain of a list such as "gazetteer,nominatim=https://host".
// Services are named by their kind, nominatim or photon, and their address.
func Parse(list string, g *gazetteer.Gazetteer, cfg Config) (Chain, error) {
	var chain Chain
	for item := range strings.SplitSeq(list, ",") {
		kind, address, _ := strings.Cut(strings.TrimSpace(item), "=")
		p, err := provider(kind, address, g, cfg)
		if err != nil {
			return nil, err
		}
		chain = append(chain, p)
	}
	return chain, nil
}

// provider makes one provider.
func provider(kind, address string, g *gazetteer.Gazetteer, cfg Config) (Provider, error) {
	if kind == gazetteerProvider && address == "" {
		return Local{g}, nil
	}
	format, ok := map[string]format{"nominatim": nominatim{}, "photon": photon{}}[kind]
	if !ok {
		return nil, fmt.Errorf("the provider %q: gazetteer, nominatim=URL and photon=URL are allowed", kind)
	}
	client, err := newClient(kind, address, cfg)
	if err != nil {
		return nil, fmt.Errorf("the provider %s: %w", kind, err)
	}
	return &Service{kind, format, client}, nil
}
