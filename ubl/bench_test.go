package ubl_test

import "testing"

func BenchmarkTokenizer(b *testing.B) { syntax.BenchmarkTokenizer(b) }

func BenchmarkParse(b *testing.B) { syntax.BenchmarkParse(b) }

func BenchmarkStream(b *testing.B) { syntax.BenchmarkStream(b) }

func BenchmarkBuild(b *testing.B) { syntax.BenchmarkBuild(b) }
