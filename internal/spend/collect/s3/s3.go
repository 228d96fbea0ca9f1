// Package s3 reads bills from storage that speaks S3. Region and credentials come
// from AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN;
// AWS_ENDPOINT_URL (or AWS_ENDPOINT_URL_S3) names storage that is not Amazon's.
// Roles of machines are not looked up: export what they give.
package s3

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Store reads objects.
type Store struct{ client *s3.Client }

// New asks the storage that the environment names; nil without credentials.
func New(getenv func(string) string) *Store {
	id, key := getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY")
	if id == "" || key == "" {
		return nil
	}
	o := s3.Options{
		Region: cmp.Or(getenv("AWS_REGION"), getenv("AWS_DEFAULT_REGION"), "us-east-1"), RetryMaxAttempts: 3,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: id, SecretAccessKey: key, SessionToken: getenv("AWS_SESSION_TOKEN")}, nil
		}),
	}
	if url := cmp.Or(getenv("AWS_ENDPOINT_URL_S3"), getenv("AWS_ENDPOINT_URL")); url != "" {
		o.BaseEndpoint, o.UsePathStyle = aws.String(url), true
	}
	return &Store{s3.New(o)}
}

// List names at most so many objects below a prefix, in order.
func (s *Store) List(ctx context.Context, bucket, prefix string, most int) ([]string, error) {
	var out []string
	pages := s3.NewListObjectsV2Paginator(s.client, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() && len(out) < most {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Contents {
			out = append(out, aws.ToString(o.Key))
		}
	}
	return out[:min(len(out), most)], nil
}

// Read writes an object whole, or fails.
func (s *Store) Read(ctx context.Context, bucket, name string, to io.Writer) error {
	o, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &name})
	if err != nil {
		return err
	}
	defer o.Body.Close()
	n, err := io.Copy(to, o.Body)
	if err != nil {
		return err
	}
	if o.ContentLength != nil && n != *o.ContentLength {
		return fmt.Errorf("%d of %d bytes came", n, *o.ContentLength)
	}
	return nil
}
