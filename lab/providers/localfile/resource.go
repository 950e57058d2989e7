// Package localfile is local_file: a file on the machine where the engine runs.
package localfile

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type localFile struct{}

// New is local_file.
func New() resource.Resource { return localFile{} }

func (localFile) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_file"
}

func (localFile) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	content, err := wanted(m)
	if err != nil {
		resp.Diagnostics.AddError("Create local file error", "the content cannot be had: "+err.Error())
		return
	}
	if err := write(m, content); err != nil {
		resp.Diagnostics.AddError("Create local file error", err.Error())
		return
	}
	describe(&m, content)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// Read forgets a file that is gone or has another content, so that the next plan makes it again. Its mode and its
// directory's are not looked at, as by the real resource.
func (localFile) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	if resp.Diagnostics.Append(req.State.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	content, err := os.ReadFile(m.Filename.ValueString())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		resp.Diagnostics.AddError("Read local file error", err.Error())
		return
	}
	if err != nil || sha1Hex(content) != m.ID.ValueString() {
		resp.State.RemoveResource(ctx)
	}
}

// Update has no file to touch: every argument replaces.
func (localFile) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m model
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (localFile) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	if resp.Diagnostics.Append(req.State.Get(ctx, &m)...); resp.Diagnostics.HasError() {
		return
	}
	if err := os.Remove(m.Filename.ValueString()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		// The real resource says nothing at all here; what stays behind is still forgotten, but not in silence.
		resp.Diagnostics.AddWarning("Delete local file: it stays behind", err.Error())
	}
}

func wanted(m model) ([]byte, error) {
	switch {
	case !m.SensitiveContent.IsNull():
		return []byte(m.SensitiveContent.ValueString()), nil
	case !m.ContentBase64.IsNull():
		return base64.StdEncoding.DecodeString(m.ContentBase64.ValueString())
	case !m.Source.IsNull():
		return os.ReadFile(m.Source.ValueString())
	default:
		return []byte(m.Content.ValueString()), nil
	}
}

// write gives both modes before umask, and only to what it makes: an existing directory or file keeps its own.
func write(m model, content []byte) error {
	fileMode, err := parsePermission(m.FilePermission.ValueString())
	if err != nil {
		return err
	}
	directoryMode, err := parsePermission(m.DirectoryPermission.ValueString())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(m.Filename.ValueString()), directoryMode); err != nil {
		return err
	}
	return os.WriteFile(m.Filename.ValueString(), content, fileMode)
}

func describe(m *model, content []byte) {
	md5Sum, sha256Sum, sha512Sum := md5.Sum(content), sha256.Sum256(content), sha512.Sum512(content)
	m.ID = types.StringValue(sha1Hex(content))
	m.ContentMD5 = types.StringValue(hex.EncodeToString(md5Sum[:]))
	m.ContentSHA1 = m.ID
	m.ContentSHA256 = types.StringValue(hex.EncodeToString(sha256Sum[:]))
	m.ContentBase64SHA256 = types.StringValue(base64.StdEncoding.EncodeToString(sha256Sum[:]))
	m.ContentSHA512 = types.StringValue(hex.EncodeToString(sha512Sum[:]))
	m.ContentBase64SHA512 = types.StringValue(base64.StdEncoding.EncodeToString(sha512Sum[:]))
}

func sha1Hex(content []byte) string {
	sum := sha1.Sum(content)
	return hex.EncodeToString(sum[:])
}
