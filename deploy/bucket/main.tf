# The bucket of an archive on Amazon S3: versions kept, nothing public, and three policies, each with no more than its
# user needs. It makes no users: attach the policies to the roles of your cluster or machine.
#
#   terraform init && terraform apply -var bucket=my-archive -var region=eu-central-1

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "bucket" {
  description = "Name of the bucket; WARRAQ_BUCKET."
  type        = string
}

variable "region" {
  description = "Its region; WARRAQ_REGION."
  type        = string
}

variable "version_days" {
  description = "Days a replaced or deleted version of an object is kept: so long can warraq repair put it back."
  type        = number
  default     = 90

  validation {
    condition     = var.version_days >= 30
    error_message = "Keep versions for 30 days or more: a fault must be found before what mends it is gone."
  }
}

provider "aws" {
  region = var.region
}

resource "aws_s3_bucket" "archive" {
  bucket = var.bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "archive" {
  bucket                  = aws_s3_bucket.archive.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "archive" {
  bucket = aws_s3_bucket.archive.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# Lifecycle touches older versions, unfinished uploads and the class of captures; it never deletes what is current:
# that is for warraq upkeep, which knows what an archive needs and tells warraq verify what it removed.
resource "aws_s3_bucket_lifecycle_configuration" "archive" {
  bucket     = aws_s3_bucket.archive.id
  depends_on = [aws_s3_bucket_versioning.archive]

  rule {
    id     = "older-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.version_days
    }

    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # What workers hand to a night is copied by it, or removed by a takedown: older versions are of no use.
  rule {
    id     = "gathering"
    status = "Enabled"

    filter {
      prefix = "gathering/"
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }

  # Captures are read again only by a reread, a repair or a takedown. This class answers at once, as those need.
  rule {
    id     = "captures"
    status = "Enabled"

    filter {
      prefix = "captures/"
    }

    transition {
      days          = 90
      storage_class = "GLACIER_IR"
    }
  }
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    sid       = "NothingWithoutTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.archive.arn, "${aws_s3_bucket.archive.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.id
  policy = data.aws_iam_policy_document.tls_only.json
}

# reader: whoever analyses the archive. writer: the nights. keeper: repair, takedown and upkeep, which may delete.
resource "aws_iam_policy" "archive" {
  for_each = toset(["reader", "writer", "keeper"])

  name   = "warraq-${var.bucket}-${each.key}"
  policy = templatefile("${path.module}/${each.key}.json", { bucket = var.bucket })
}

output "policies" {
  description = "ARNs to attach, by use."
  value       = { for name, policy in aws_iam_policy.archive : name => policy.arn }
}
