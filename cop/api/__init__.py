"""The JSON API as a whole: what stands in it, its suggestions, its OpenAPI document and page."""
