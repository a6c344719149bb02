package place

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Bounds on what a service may do to us.
const (
	answerTime = 15 * time.Second
	maxBody    = 4 << 20
	maxWait    = time.Hour // that an answer 429 is heeded
)

// client asks one service, and no other host.
type client struct {
	base  *url.URL
	http  *http.Client
	limit *rate.Limiter
	agent string
	cache *cache

	mu    sync.Mutex
	pause time.Time // until when the service asked to be left alone
}

// newClient checks the address.
func newClient(kind, address string, cfg Config) (*client, error) {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("it needs an address such as " + kind + "=https://host")
	}
	if base.RawQuery != "" || base.Fragment != "" {
		return nil, errors.New("its address has a ? or a #; only scheme, host and path are allowed")
	}
	if cfg.Every <= 0 {
		cfg.Every = time.Second
	}
	c := &client{base: base, limit: rate.NewLimiter(rate.Every(cfg.Every), 1), agent: "incidentmap/" + cfg.Version}
	c.http = &http.Client{Timeout: answerTime, CheckRedirect: c.checkRedirect}
	if cfg.CacheDir != "" {
		c.cache, err = openCache(cfg.CacheDir)
	}
	return c, err
}

// checkRedirect follows the service to no other host.
func (c *client) checkRedirect(req *http.Request, via []*http.Request) error {
	if req.URL.Host != c.base.Host || req.URL.Scheme != c.base.Scheme || len(via) > 3 {
		return errors.New("it sends elsewhere, which is not followed")
	}
	return nil
}

// get asks for a path with a query: the cache first, then the service. keep puts the
// answer into the cache, once it is known to be one.
func (c *client) get(ctx context.Context, path string, query url.Values) (body []byte, keep func() error, err error) {
	key := c.base.Scheme + "://" + c.base.Host + c.base.Path + "|" + path + "?" + query.Encode()
	if body, ok := c.cache.read(key); ok {
		return body, func() error { return nil }, nil
	}
	if err := c.wait(ctx); err != nil {
		return nil, nil, err
	}
	body, err = c.ask(ctx, path, query)
	return body, func() error { return c.cache.write(key, body) }, err
}

// wait keeps to the rate, and to a pause that the service asked for.
func (c *client) wait(ctx context.Context) error {
	c.mu.Lock()
	pause := c.pause
	c.mu.Unlock()
	if left := time.Until(pause); left > 0 {
		return fmt.Errorf("the service asked to be left alone for %s more", left.Round(time.Second))
	}
	return c.limit.Wait(ctx)
}

// ask sends one request. Its errors don't tell the address, which may hold a secret.
func (c *client) ask(ctx context.Context, path string, query url.Values) ([]byte, error) {
	u := c.base.JoinPath(path)
	u.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("the request cannot be made")
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return nil, err
	}
	defer res.Body.Close() //nolint:errcheck // it is only read
	if res.StatusCode != http.StatusOK {
		return nil, c.refused(res)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err == nil && len(body) > maxBody {
		err = fmt.Errorf("the answer is larger than %d bytes", maxBody)
	}
	return body, err
}

// refused tells why a request was, and heeds how long to wait.
func (c *client) refused(res *http.Response) error {
	after := strings.TrimSpace(res.Header.Get("Retry-After"))
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable {
		wait := 10 * time.Second
		if s, err := strconv.Atoi(after); err == nil && s > 0 {
			wait = time.Duration(min(s, int(maxWait/time.Second))) * time.Second
		} else if t, err := http.ParseTime(after); err == nil {
			wait = min(time.Until(t), maxWait)
		}
		c.mu.Lock()
		c.pause = time.Now().Add(wait)
		c.mu.Unlock()
	}
	return fmt.Errorf("the service answered %d %s", res.StatusCode, http.StatusText(res.StatusCode))
}
