package pdfwrite

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// Limits on pictures.
const (
	maxImageBytes  = 16 << 20
	maxImagePixels = 16 << 20
)

// ImageError says why a picture cannot be used.
type ImageError struct{ Why string }

func (e *ImageError) Error() string { return "picture: " + e.Why }

// Image is a picture of a document.
type Image struct {
	Width, Height int // pixels
	number        int
	object        int
}

// Image adds a PNG or JPEG picture. Transparent parts of a PNG are laid on white; a
// JPEG of grey or RGB is embedded as it is, one of CMYK is turned into RGB, which
// the output intent knows (ISO 19005-3, 6.2.4.3). An error is an *ImageError.
func (d *Document) Image(data []byte) (*Image, error) {
	if len(data) > maxImageBytes {
		return nil, &ImageError{fmt.Sprintf("larger than %d MiB", maxImageBytes>>20)}
	}
	decode, config := png.Decode, png.DecodeConfig
	if isJPEG := bytes.HasPrefix(data, []byte{0xFF, 0xD8}); isJPEG {
		decode, config = jpeg.Decode, jpeg.DecodeConfig
	}
	head, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, &ImageError{"neither PNG nor JPEG: " + err.Error()}
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > maxImagePixels/head.Height {
		return nil, &ImageError{"too many pixels, or none"}
	}
	picture, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, &ImageError{err.Error()}
	}
	img := &Image{Width: head.Width, Height: head.Height, number: len(d.images)}
	d.images = append(d.images, img)
	space, pixels := samples(picture)
	entries := fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/", img.Width, img.Height)
	switch picture.(type) {
	case *image.YCbCr:
		img.object = d.rawStream(entries+"DeviceRGB/Filter/DCTDecode", data)
	default:
		img.object = d.stream(entries+space, pixels)
	}
	return img, nil
}

// samples are the pixels of a picture, 8 bits a colour, on white.
func samples(picture image.Image) (space string, pixels []byte) {
	b := picture.Bounds()
	if gray, ok := picture.(*image.Gray); ok {
		for y := b.Min.Y; y < b.Max.Y; y++ {
			at := gray.PixOffset(b.Min.X, y)
			pixels = append(pixels, gray.Pix[at:at+b.Dx()]...)
		}
		return "DeviceGray", pixels
	}
	pixels = make([]byte, 0, 3*b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
			for _, part := range [3]uint8{c.R, c.G, c.B} {
				pixels = append(pixels, uint8((int(part)*int(c.A)+255*(255-int(c.A))+127)/255))
			}
		}
	}
	return "DeviceRGB", pixels
}
