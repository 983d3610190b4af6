package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

func (a *app) datauri() *cobra.Command {
	var output string
	var uri attach.URI
	c := command("datauri FILE|- [-o FILE]", "Write a document as a data: URI, ready for an import call", cobra.ExactArgs(1), func(c *cobra.Command, args []string) error {
		in, err := a.uriInput(args[0])
		if err != nil {
			return err
		}
		if sameFile(in.path, output) {
			return usagef("-o %s is the document", output)
		}
		return a.writeURI(in, output, uri)
	})
	c.Long = `Writes data:<type>;name=<file name>;base64,<content>, in one line and without a line break
at its end: what the import calls of invoice services take as a body. The type comes from
the content (text/xml, application/pdf) and else from the name. The content is not
checked: einvoice check does that, and can write the URI too.

Every command takes such a URI wherever it takes a document: as a file, on standard
input, or as the argument itself. So it does with the base64 of a document.`
	c.Example = `  einvoice datauri invoice.xml -o invoice.txt
  einvoice datauri invoice.xml | curl --data-binary @- -H 'content-type: application/octet-stream' URL`
	c.Flags().StringVarP(&output, "output", "o", "", "file to write; standard output otherwise")
	c.Flags().StringVar(&uri.Name, "name", "", "file name in the URI, instead of the file's own")
	c.Flags().StringVar(&uri.MIME, "mime", "", "media type in the URI, instead of what the content looks like")
	return c
}

// uriInput is the one file that is to become a URI; of any kind, also a pipe.
func (a *app) uriInput(arg string) (input, error) {
	s := a.from([]string{arg})
	all := s.collect()
	if len(all) == 1 && all[0].lost != nil && !s.several() {
		return input{}, fmt.Errorf("%s: %w", arg, all[0].lost)
	}
	if s.several() || len(all) != 1 {
		return input{}, usagef("%s is a folder or several files: a data: URI is of one (einvoice check --data-uri writes many)", arg)
	}
	return all[0], nil
}

// writeURI writes the URI of a document to a file that appears whole or not at all.
func (a *app) writeURI(in input, output string, uri attach.URI) error {
	out, err := a.target(output)
	if err != nil {
		return err
	}
	r, err := a.once(in)
	if err == nil {
		defer r.Close()
		if uri.Name == "" {
			uri.Name = uriNameOf(in)
		}
		_, err = attach.WriteDataURI(out, r, uri)
	}
	if err == nil {
		err = out.Commit()
	} else {
		out.Abandon()
	}
	a.sayWrapped(in)
	if err != nil {
		a.complain(statusOf(err), in.name, plain(err))
		return nil
	}
	if output != "" && output != "-" {
		fmt.Fprintf(a.out, "%s -> %s\n", in.name, output)
	}
	return nil
}

// uriNameOf is the file name that a URI gives: that of the file, or the one that an
// earlier URI gave.
func uriNameOf(in input) string {
	if name := in.wrapped.filename(); name != "" {
		var names filetype.Names
		return names.Safe(name, "document", "xml")
	}
	if in.name == "-" {
		return "invoice.xml"
	}
	return filepath.Base(strings.TrimPrefix(baseName(in.name), uriName))
}
