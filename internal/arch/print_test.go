package arch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mains are the folders of programs, which alone may print and exit.
var mains = []string{"cmd", "data/build", "internal/bench", "web/node_modules", "internal/e2e"}

// loud are what prints or exits, by package.
var loud = map[string][]string{
	"fmt": {"Print", "Printf", "Println"},
	"os":  {"Exit", "Stdout", "Stderr"},
	"log": {"Fatal", "Fatalf", "Fatalln", "Print", "Printf", "Println", "Panic", "Panicf", "Panicln"},
}

// No package below the programs prints or exits: what they have to say they return,
// or tell a log that they were given.
func TestOnlyProgramsPrintAndExit(t *testing.T) {
	root, files := "../..", 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if d.IsDir() && (slices.Contains(mains, name) || len(name) > 1 && name[0] == '.') {
			return fs.SkipDir
		}
		if filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") {
			files++
			checkQuiet(t, path)
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Errorf("%d files, %v", files, err)
	}
}

func checkQuiet(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	places := token.NewFileSet()
	file, err := parser.ParseFile(places, path, raw, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := s.X.(*ast.Ident); ok && of.Obj == nil && slices.Contains(loud[of.Name], s.Sel.Name) {
			t.Errorf("%s: %s.%s is for programs only", places.Position(s.Pos()), of.Name, s.Sel.Name)
		}
		return true
	})
}
